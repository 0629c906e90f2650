package dev.localllm.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.localllm.store.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load on a gateway of this machine, and what is said of it. */
class WarmupCommandTest {
  @TempDir Path folder;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private Session session;

  @BeforeEach
  void open() throws IOException {
    answers.put("/v1/chat/completions", "{\"finish_reason\":\"stop\"}");
    answers.put("/v1/chat/completions stream", "data: {}\n\ndata: [DONE]\n\n");
    answers.put("/api/chat", "{\"done\":true}");
    answers.put("/api/chat stream", "{\"done\":false}\n{\"done\":true}\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    session = new Session(Stores.H2, folder);
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void asksInEachDialectStreamedAndNot() {
    assertThat(run("--requests", "8", "--clients", "2")).as(session.errors()).isZero();
    assertThat(asked).hasSize(8).containsAll(answers.keySet());
    assertThat(session.out()).matches("8 requests answered in \\d+\\.\\d s by 2 clients, 0 not\\R");
  }

  @Test
  void endsWhenItsTimeIsOver() {
    assertThat(run("--for", "1s", "--clients", "1")).isZero();
    assertThat(asked.size()).isGreaterThan(4);
  }

  @Test
  void aStreamThatBreaksOffIsAFailure() {
    answers.put("/api/chat stream", "{\"done\":false}\n");
    assertThat(run("--requests", "8", "--clients", "1")).isEqualTo(1);
    assertThat(session.errors()).contains("/api/chat answered with 200: {\"done\":false}");
    assertThat(session.out()).contains("3 requests answered", "1 not");
  }

  @Test
  void aGatewayThatIsNotThereIsAFailure() {
    server.stop(0);
    assertThat(run("--requests", "1")).isEqualTo(1);
    assertThat(session.errors()).contains("/v1/chat/completions: java.net.ConnectException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url https://127.0.0.1",
        "--url http://192.0.2.1:8000",
        "--url localhost:8000",
        "--clients 0",
        "--clients 65",
        "--requests 0",
        "--for 1h"
      })
  void boundsAreKept(String arguments) {
    assertThat(session.run("warmup", arguments.split(" "))).isEqualTo(2);
    assertThat(session.errors()).contains(arguments.split(" ")[0] + " must be");
    assertThat(asked).isEmpty();
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--url";
    all[1] = "http://127.0.0.1:" + server.getAddress().getPort();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return session.run("warmup", all);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String kind = exchange.getRequestURI() + (body.contains("\"stream\":true") ? " stream" : "");
    asked.add(kind);
    byte[] answer = answers.get(kind).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
