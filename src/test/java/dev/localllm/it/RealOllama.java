package dev.localllm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Ollama with the tiny models, run by a script beside the project where there is one. */
final class RealOllama implements AutoCloseable {

  private static final Path SCRIPT = Path.of("..", "shared", "tools", "real-ollama");

  private final int port;
  private final URI url;

  private RealOllama(int port, URI url) {
    this.port = port;
    this.url = url;
  }

  static boolean available() {
    return Files.isExecutable(SCRIPT);
  }

  /** Builds it where needed, and starts it. */
  static RealOllama start() {
    int port = GatewayProcess.freePort();
    run("install");
    return new RealOllama(port, URI.create(run("start", String.valueOf(port)).strip()));
  }

  /** The command line of the {@code ollama} client. */
  static List<String> client(String... arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toAbsolutePath().toString(), "cli"));
    command.addAll(List.of(arguments));
    return command;
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    run("stop", String.valueOf(port));
  }

  private static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
