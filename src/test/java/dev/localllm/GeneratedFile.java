package dev.localllm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from the code, wholly or in part. */
public final class GeneratedFile {

  private GeneratedFile() {}

  /**
   * Fails unless {@code file} says what {@code expected} does; with {@code -Dupdate.docs=true} it
   * is written first.
   *
   * @param test who asks, and can renew it
   */
  public static void check(Path file, String expected, Class<?> test) throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is stale; run: ./mvnw test -Dtest=%s -Dupdate.docs=true",
            file, test.getSimpleName())
        .isEqualTo(expected);
  }
}
