package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Fleet;
import dev.localllm.chat.GatewayError;
import dev.localllm.limits.Limiter;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.OllamaCodec;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import dev.localllm.usage.Prices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineTest {

  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String WORD =
      "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false}\n";
  private static final String LAST =
      "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
          + "\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":1}\n";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Watchdog watchdog = new Watchdog();
  private final LinkedBlockingQueue<Settlement> settlements = new LinkedBlockingQueue<>();
  private final ScriptedBackend backend = new ScriptedBackend();
  private final RecordingClient client = new RecordingClient();

  @BeforeEach
  void look() {
    clock.scheduleWithFixedDelay(watchdog::step, 5, 5, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stop() {
    clock.shutdownNow();
    threads.shutdownNow();
  }

  @Test
  void forwardsEveryPieceAsItComes() throws InterruptedException {
    begin(patient(), ASK);
    backend.head(200).piece(WORD);
    assertThat(client.next()).isEqualTo(WORD);
    backend.piece(WORD + LAST).end();
    assertThat(client.next()).isEqualTo(WORD + LAST);
    assertThat(client.contentType()).isEqualTo("application/x-ndjson");

    Settlement settlement = settled();
    assertThat(settlement.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(settlement.usage().promptTokens()).isEqualTo(3);
    assertThat(settlement.reportedModel()).contains("m");
    assertThat(settlement.timeToFirstToken()).isPresent();
    assertThat(settlement.backend()).contains("scripted");
  }

  @Test
  void forwardsAnAnswerInOnePiece() throws InterruptedException {
    begin(
        patient(),
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":false}");
    backend.head(200).piece(LAST).end();
    assertThat(client.next()).isEqualTo(LAST);
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void refusalOfTheBackendKeepsItsStatus() throws InterruptedException {
    begin(patient(), ASK);
    backend.head(404).piece("{\"error\":\"model 'm' not found\"}").end();
    assertThat(client.error()).isNotNull();
    assertThat(settled().status()).isEqualTo(404);
  }

  @Test
  void endWithoutEndMarkIsAnErrorEvent() throws InterruptedException {
    begin(patient(), ASK);
    backend.head(200).piece(WORD).end();
    assertThat(client.rest())
        .isEqualTo(WORD + "{\"error\":\"the backend broke off before the end of its answer\"}\n");
    assertThat(settled().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void silenceAfterAPieceIsAnErrorEventAndCancels() throws InterruptedException {
    begin(settings(Duration.ofMinutes(1), Duration.ofMillis(50), Duration.ofMinutes(1)), ASK);
    backend.head(200).piece(WORD);
    assertThat(client.rest())
        .isEqualTo(WORD + "{\"error\":\"the backend sent nothing for 50 ms\"}\n");
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silenceBeforeTheHeadIsAStatus() throws InterruptedException {
    begin(settings(Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ofMinutes(1)), ASK);
    assertThat(client.error()).isInstanceOf(GatewayError.BackendSilent.class);
    assertThat(settled().status()).isEqualTo(504);
  }

  @Test
  void heartbeatsOpenTheAnswerAndItsEventsFollow() throws InterruptedException {
    begin(settings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(30)), ASK);
    assertThat(client.next()).isEqualTo(" ");
    assertThat(client.next()).isEqualTo(" ");
    backend.head(200).piece(LAST).end();
    assertThat(client.rest().strip()).isEqualTo(LAST.strip());
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void refusalAfterAHeartbeatIsAnErrorEvent() throws InterruptedException {
    begin(settings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(30)), ASK);
    assertThat(client.next()).isEqualTo(" ");
    backend.head(404).piece("{\"error\":\"model 'm' not found\"}").end();
    assertThat(client.rest().strip()).isEqualTo("{\"error\":\"model 'm' not found\"}");
  }

  @Test
  void clientThatLeavesBeforeTheHeadCancelsTheBackend() throws InterruptedException {
    client.leave();
    begin(settings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(30)), ASK);
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(settled().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void clientThatLeavesInTheMiddleCancelsTheBackend() throws InterruptedException {
    begin(patient(), ASK);
    backend.head(200).piece(WORD);
    assertThat(client.next()).isEqualTo(WORD);
    client.leave();
    backend.piece(WORD);
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    Settlement settlement = settled();
    assertThat(settlement.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(settlement.cancelledBy()).contains("client");
    assertThat(settlement.usageEstimated()).isTrue();
    assertThat(settlement.usage().completionTokens()).isPositive();
    assertThat(settlement.usage().promptTokens()).isPositive();
  }

  @Test
  void turnsAwayWhatIsTooMuch() throws InterruptedException {
    var inFlight = new InFlight(1);
    assertThat(inFlight.enter()).isTrue();
    begin(patient(), ASK, inFlight);
    assertThat(client.error()).isInstanceOf(GatewayError.Busy.class);
    assertThat(inFlight.count()).isEqualTo(1);
  }

  @Test
  void givesItsPlaceBack() throws InterruptedException {
    var inFlight = new InFlight(1);
    begin(patient(), "not JSON", inFlight);
    assertThat(client.error()).isInstanceOf(GatewayError.Invalid.class);
    assertThat(inFlight.awaitNone(Duration.ofSeconds(5))).isTrue();
  }

  private void begin(Settings settings, String body) {
    begin(settings, body, new InFlight(10));
  }

  private void begin(Settings settings, String body, InFlight inFlight) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var pipeline =
        new Pipeline(
            settings,
            new Router(new Fleet(List.of(backend)), "m"),
            new Admission(
                inFlight,
                Limiter.alone(InstantSource.system()),
                new Prices(List.of()),
                TestSettings.held()),
            watchdog,
            threads,
            List.of(settlements::add));
    Upload upload =
        pipeline.accept(
            new Arrival(
                "req_1",
                TestSettings.CALLER,
                "192.0.2.7",
                "ollama",
                bytes.length,
                System.nanoTime()),
            read -> OllamaCodec.exchange(Operation.CHAT, read),
            client);
    try {
      upload.fill(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    upload.complete();
  }

  private Settlement settled() throws InterruptedException {
    Settlement settlement = settlements.poll(5, TimeUnit.SECONDS);
    assertThat(settlement).as("settlement").isNotNull();
    return settlement;
  }

  private static Settings patient() {
    return settings(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  private static Settings settings(Duration load, Duration idle, Duration heartbeat) {
    return TestSettings.with(load, idle, heartbeat);
  }
}
