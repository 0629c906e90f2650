package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four patiences, each with its own words (FLT-3). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "LOAD_TIMEOUT=1500ms",
  "FIRST_BYTE_TIMEOUT=800ms",
  "IDLE_TIMEOUT=700ms",
  "ANSWER_TIMEOUT=1s",
  "PROBE_INTERVAL=100ms"
})
final class TimeoutsIT {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final Gateway gateway;
  private final FakeOllama ollama;

  TimeoutsIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void loading(Dialect dialect) {
    String model = ollama.script("tiny-count:load-" + dialect.label(), new Script().load(LONG));
    assertSilent(dialect, model, true, "1500 ms");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void theFirstByte(Dialect dialect) {
    String model =
        ollama.script("tiny-count:first-" + dialect.label(), new Script().beforeHead(LONG));
    ollama.loaded(model);
    assertThat(ollama.awaitFurther("/api/ps", 2, Duration.ofSeconds(5))).isTrue();
    assertSilent(dialect, model, true, "800 ms");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anAnswerInOnePiece(Dialect dialect) {
    String model =
        ollama.script("tiny-count:whole-late-" + dialect.label(), new Script().beforeHead(LONG));
    assertSilent(dialect, model, false, "1 s");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void idleInTheMiddleOfAStream(Dialect dialect) {
    String model =
        ollama.script("tiny-count:idle-" + dialect.label(), new Script().breaks(Break.SILENCE, 2));
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, true));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("two ");
    assertThat(dialect.lastError(reply.body())).contains("700 ms");
    assertThat(dialect.complete(reply.body())).isFalse();
    assertThat(ollama.awaitCancelled(model, 1, Duration.ofSeconds(2))).isTrue();
  }

  @Test
  void aSlowStreamThatKeepsMovingIsLeftAlone() {
    String model =
        ollama.script("tiny-count:slow", new Script().tokens(8).perToken(Duration.ofMillis(400)));
    Gateway.Reply reply = gateway.post("/api/chat", Dialect.OLLAMA.chat(model, true));
    assertThat(Dialect.OLLAMA.complete(reply.body())).isTrue();
  }

  /** A listener whose queue is full does not answer the handshake: connecting hangs. */
  @Test
  void connecting() throws IOException {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      fill(full, queue);
      String url = "http://127.0.0.1:" + full.getLocalPort();
      try (GatewayProcess own =
          GatewayProcess.start(Map.of("OLLAMA_BASE_URL", url, "CONNECT_TIMEOUT", "500ms"))) {
        Gateway.Reply reply =
            new Gateway(own.url()).post("/api/chat", Dialect.OLLAMA.chat("m", true));
        assertThat(reply.status()).isEqualTo(504);
        assertThat(Dialect.OLLAMA.message(reply.json())).contains("connection");
      }
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  private static void fill(ServerSocket full, List<Socket> queue) {
    try {
      while (queue.size() < 10) {
        Socket socket = new Socket();
        queue.add(socket);
        socket.connect(full.getLocalSocketAddress(), 300);
      }
    } catch (IOException queueIsFull) {
      return;
    }
  }

  private void assertSilent(Dialect dialect, String model, boolean stream, String limit) {
    Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, stream));
    assertThat(reply.status()).as(reply.body()).isEqualTo(504);
    assertThat(dialect.message(reply.json())).contains(limit);
    assertThat(ollama.awaitCancelled(model, 1, Duration.ofSeconds(2))).isTrue();
  }
}
