package dev.localllm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients in other languages, and the {@code ollama} command, manage models (API-1). */
@Tag("real")
@ExtendWith(GatewayExtension.class)
@Configured({"ANONYMOUS_SCOPES=inference,models:read,models:manage"})
final class ForeignManagementIT {

  private final Gateway gateway;
  private final ForeignClients clients;

  ForeignManagementIT(Gateway gateway) {
    this.gateway = gateway;
    clients = new ForeignClients(gateway);
  }

  @AfterEach
  void tidyUp() {
    for (String prefix : new String[] {"js", "py", "go"}) {
      for (String model : new String[] {"copy", "made"}) {
        gateway.send("DELETE", "/api/delete", "{\"model\":\"%s-%s\"}".formatted(prefix, model));
      }
    }
  }

  @Test
  void javaScript() {
    assertThat(clients.javaScript("manage.mjs")).contains("all well");
  }

  @Test
  void python() {
    assertThat(clients.python("manage_client.py")).contains("all well");
  }

  @Test
  void theOllamaCommand() throws IOException {
    clients.ollama("cp", "tiny-llama", "go-copy");
    Path modelfile = clients.folder().resolve("Modelfile");
    Files.writeString(modelfile, "FROM go-copy\nSYSTEM Be brief.\n", UTF_8);
    assertThat(clients.ollama("create", "go-made", "-f", modelfile.toString())).contains("success");
    assertThat(clients.ollama("list")).contains("go-copy:latest", "go-made:latest");
    clients.ollama("rm", "go-made", "go-copy");
    assertThat(clients.ollama("list")).contains("tiny-llama").doesNotContain("go-");
    ForeignClients.Outcome pulled = clients.run(RealOllama.client("pull", "no-such-model"));
    assertThat(pulled.exitCode()).isNotZero();
    assertThat(pulled.output()).contains("pull model manifest");
  }

  /** It asks for the blob of the file first, and sends it. */
  @Test
  void theOllamaCommandMakesAModelOfAFile() throws IOException {
    Path file = clients.folder().resolve("weights.gguf");
    Files.write(file, emptyModel());
    Path modelfile = clients.folder().resolve("Modelfile");
    Files.writeString(modelfile, "FROM " + file + "\n", UTF_8);
    assertThat(clients.ollama("create", "go-made", "-f", modelfile.toString())).contains("success");
    assertThat(clients.ollama("list")).contains("go-made:latest");
  }

  /** A GGUF file without tensors, different each time. */
  private static byte[] emptyModel() {
    ByteBuffer file = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    file.put("GGUF".getBytes(UTF_8)).putInt(3).putLong(0).putLong(2);
    for (String text :
        new String[] {
          "general.architecture", "llama", "general.name", String.valueOf(System.nanoTime())
        }) {
      boolean value = !text.startsWith("general.");
      if (value) {
        file.putInt(8);
      }
      file.putLong(text.length()).put(text.getBytes(UTF_8));
    }
    return file.array();
  }
}
