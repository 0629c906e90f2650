package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs clients in other languages against a gateway. */
final class ForeignClients {

  private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path CLIENTS = Distribution.work().resolve("clients");

  private final Gateway gateway;

  /** Clients of {@code gateway}, their sources in a folder of their own. */
  ForeignClients(Gateway gateway) {
    this.gateway = gateway;
    try {
      Files.createDirectories(CLIENTS);
      try (var files = Files.list(SOURCES)) {
        for (Path file : files.toList()) {
          Files.write(CLIENTS.resolve(file.getFileName()), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process said and how it ended. */
  record Outcome(int exitCode, String output) {}

  /** The folder in which they run. */
  Path folder() {
    return CLIENTS;
  }

  /** Runs a script in JavaScript, which must end well; returns what it said. */
  String javaScript(String script) {
    need("node");
    need("npm");
    assertRuns("npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
    return assertRuns("node", script);
  }

  /** Runs a script in Python, which must end well; returns what it said. */
  String python(String script) {
    need("python3");
    Path python = CLIENTS.resolve("venv").resolve("bin").resolve("python");
    if (!Files.exists(python)) {
      assertRuns("python3", "-m", "venv", "venv");
    }
    assertRuns(
        python.toString(),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-q",
        "-r",
        "requirements.txt");
    return assertRuns(python.toString(), script);
  }

  /** Runs the {@code ollama} command, which must end well; returns what it said. */
  String ollama(String... arguments) {
    return check(run(RealOllama.client(arguments)), Arrays.toString(arguments));
  }

  /** Runs a command. */
  Outcome run(List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "GATEWAY_URL", gateway.url().toString(),
                  "OLLAMA_HOST", gateway.url().toString()));
      Process process = builder.redirectInput(nothing()).start();
      String output = new String(process.getInputStream().readAllBytes());
      return new Outcome(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(command + " cannot run", e);
    }
  }

  private String assertRuns(String... command) {
    return check(run(List.of(command)), Arrays.toString(command));
  }

  private static String check(Outcome outcome, String what) {
    assertThat(outcome.exitCode()).as(what + "\n" + outcome.output()).isZero();
    return outcome.output();
  }

  private static File nothing() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return new File(windows ? "NUL" : "/dev/null");
  }

  private static void need(String command) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, command))) {
        return;
      }
    }
    System.err.println("skipped: no " + command);
    abort("skipped: no " + command);
  }
}
