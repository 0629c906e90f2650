package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients in other languages, and the {@code ollama} command, take the gateway for the original.
 */
@Tag("real")
@ExtendWith(GatewayExtension.class)
final class ForeignClientsIT {

  private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path CLIENTS = Distribution.work().resolve("clients");

  private final Gateway gateway;

  ForeignClientsIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @BeforeAll
  static void copySources() throws IOException {
    Files.createDirectories(CLIENTS);
    try (var files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        Files.write(CLIENTS.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  /**
   * Ollama may keep a place at a fast model taken for good when a client leaves between two tokens
   * (ollama/ollama#17131); unloading the model frees it.
   */
  @AfterEach
  void freeTheModelThatAClientLeft() {
    Gateway.Reply reply =
        gateway.post("/api/generate", "{\"model\":\"tiny-count\",\"keep_alive\":0}");
    assertThat(reply.json().at("/done_reason").asString()).isEqualTo("unload");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai.mjs", "ollama.mjs"})
  void javaScript(String script) {
    need("node");
    need("npm");
    assertRuns("npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
    assertThat(assertRuns("node", script)).contains("all well");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai_client.py", "ollama_client.py"})
  void python(String script) {
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
    assertThat(assertRuns(python.toString(), script)).contains("all well");
  }

  @Test
  void theOllamaCommand() {
    assertThat(ollama("list")).contains("tiny-llama:latest", "tiny-embed:latest");
    assertThat(ollama("show", "tiny-llama")).contains("llama", "completion", "thinking");
    // what it says is sampled
    assertThat(ollama("run", "tiny-llama", "--think=false", "Hi")).isNotBlank();
    assertThat(ollama("ps")).contains("tiny-llama:latest");
    assertThat(run(RealOllama.client("rm", "tiny-llama")).output()).contains("models:manage");
    assertThat(ollama("list")).contains("tiny-llama:latest");
  }

  private record Outcome(int exitCode, String output) {}

  private String ollama(String... arguments) {
    return check(run(RealOllama.client(arguments)), Arrays.toString(arguments));
  }

  private String assertRuns(String... command) {
    return check(run(List.of(command)), Arrays.toString(command));
  }

  private static String check(Outcome outcome, String what) {
    assertThat(outcome.exitCode()).as(what + "\n" + outcome.output()).isZero();
    return outcome.output();
  }

  private Outcome run(List<String> command) {
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
