package dev.localllm.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The credential of whoever checks or warms up a gateway. */
final class SmokeToken {
  private static final String FILE = "SMOKE_TOKEN_FILE";

  private SmokeToken() {}

  /** What the file holds that the environment names; empty without one. */
  static String read() {
    String file = System.getenv().getOrDefault(FILE, "");
    try {
      return file.isEmpty() ? "" : Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + "=" + file + " cannot be read", e);
    }
  }
}
