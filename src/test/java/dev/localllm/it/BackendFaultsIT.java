package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a backend sends in place of an answer, it is nobody's answer (FLT-3, FLT-5). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "PROBE_INTERVAL=100ms",
  "PROBE_TIMEOUT=500ms",
  "MAX_STREAMS=16",
  "LISTING_AGE=300ms",
  "SAMPLE_MODEL=false"
})
final class BackendFaultsIT {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String FOREIGN = "a foreign secret";

  private final Gateway gateway;
  private final FakeOllama ollama;

  BackendFaultsIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @AfterEach
  void theBackendIsWellAgain() {
    ollama.reset();
    awaitReadiness(200);
  }

  record Fault(String name, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        fault("no-content", "HTTP/1.1 204 No Content\r\n\r\n"),
        fault("reset-content", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"),
        fault("empty", OK + "Content-Length: 0\r\n\r\n"),
        fault("redirect", "HTTP/1.1 302 Found\r\nLocation: /api/tags\r\nContent-Length: 0\r\n\r\n"),
        fault("not-modified", "HTTP/1.1 304 Not Modified\r\n\r\n"),
        fault("switching", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
        fault("teapot", "HTTP/1.1 700 Teapot\r\nContent-Length: 0\r\n\r\n"),
        fault("http-2", "HTTP/2.0 200 OK\r\n\r\n"),
        fault("garbage", "<html>not HTTP</html>\r\n\r\n"),
        fault("two-lengths", OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        fault(
            "length-and-chunks", OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
        fault("no-colon", OK + "hello\r\n\r\n"),
        fault("bad-chunk", chunked + "zz\r\n{}\r\n0\r\n\r\n"),
        new Fault("long-line", new Script().raw(OK + "X: ").endlessly("y".repeat(4096))),
        new Fault("many-headers", new Script().raw(OK).endlessly("X: y\r\n".repeat(512))),
        new Fault(
            "endless-interim",
            new Script().raw("").endlessly("HTTP/1.1 102 Processing\r\n\r\n".repeat(64))),
        new Fault(
            "too-short",
            new Script().raw(OK + "Content-Length: 90\r\n\r\n{").breaks(Break.HALF_LINE, 0)));
  }

  private static Fault fault(String name, String raw) {
    return new Fault(name, new Script().raw(raw));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isABadGatewayInEachDialect(Fault fault) {
    for (Dialect dialect : Dialect.values()) {
      for (boolean stream : new boolean[] {true, false}) {
        String model =
            ollama.script("tiny-count:" + fault + "-" + dialect.label() + stream, fault.script());
        Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, stream));
        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(dialect.message(reply.json()))
            .isNotBlank()
            .doesNotContain("127.0.0.1", "apache", "Exception", "RESTEASY");
        assertThat(ollama.requests(model)).as("it is not asked again").hasSize(1);
      }
    }
    assertThat(ollama.awaitIdle(SOON)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void surplusBytesNeverReachTheNextCaller(Dialect dialect) {
    String good =
        "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"mine\"},"
            + "\"done\":true,\"done_reason\":\"stop\"}";
    String foreign = good.replace("mine", FOREIGN);
    String model =
        ollama.script(
            "tiny-count:surplus-" + dialect.label(),
            new Script().raw(whole(good) + whole(foreign)));
    for (int i = 0; i < 20; i++) {
      Gateway.Reply reply = gateway.post(dialect.path(), dialect.chat(model, false));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("mine").doesNotContain(FOREIGN);
      assertThat(gateway.post(dialect.path(), dialect.chat("tiny-llama", false)).body())
          .doesNotContain(FOREIGN, "mine");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"})
  void theProbeGoesOnWhateverItIsTold(String answer) {
    ollama.script("/api/version", new Script().raw(answer));
    awaitReadiness(503);
    assertThat(gateway.get("/health/ready").body()).doesNotContain("not probed yet");
    ollama.reset();
    awaitReadiness(200);
  }

  @Test
  void listingsOfASlowBackendTakeNothingFromChats() throws Exception {
    ollama.script("/api/tags", new Script().beforeHead(Duration.ofSeconds(2)));
    long before = count("/api/tags");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> listings =
          IntStream.range(0, 60)
              .<Callable<Integer>>mapToObj(i -> () -> gateway.get("/api/tags").status())
              .toList();
      List<Future<Integer>> begun = listings.stream().map(callers::submit).toList();
      assertThat(ollama.awaitFurther("/api/tags", 1, SOON) || count("/api/tags") > before).isTrue();
      for (int i = 0; i < 10; i++) {
        assertThat(gateway.post("/api/chat", Dialect.OLLAMA.chat("tiny-llama", false)).status())
            .isEqualTo(200);
      }
      for (Future<Integer> listing : begun) {
        assertThat(listing.get()).isEqualTo(200);
      }
    }
    assertThat(count("/api/tags") - before).isLessThanOrEqualTo(2);
  }

  private long count(String path) {
    return ollama.requests().stream().filter(request -> request.path().equals(path)).count();
  }

  private static String whole(String body) {
    return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private void awaitReadiness(int status) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (gateway.get("/health/ready").status() != status) {
      assertThat(System.nanoTime()).as("readiness becomes " + status).isLessThan(deadline);
      ollama.awaitFurther("/api/version", 1, Duration.ofMillis(100));
    }
  }
}
