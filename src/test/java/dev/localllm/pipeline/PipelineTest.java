package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.backend.Fleet;
import dev.localllm.chat.AccessError;
import dev.localllm.chat.GatewayError;
import dev.localllm.limits.Limiter;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.TokenEstimate;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  @Test
  void aBodyThatIsStillToComeTakesNoPlaceAndIsAwaitedAtTheEnd() throws InterruptedException {
    var inFlight = new InFlight(1);
    var upload = new AtomicReference<Upload>();
    Pipeline pipeline = pipeline(patient(), TestSettings.admission(inFlight));
    accept(pipeline, TestSettings.arrival(ASK.length()), upload::set);
    assertThat(inFlight.count()).isZero();
    assertThat(inFlight.arriving()).isEqualTo(1);
    assertThat(inFlight.enter()).isTrue();
    inFlight.leave();
    assertThat(inFlight.awaitNone(Duration.ofMillis(10))).isFalse();
    fill(upload.get(), ASK.getBytes(StandardCharsets.UTF_8));
    backend.head(200).piece(LAST).end();
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(inFlight.awaitNone(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void nothingIsReadOfWhoseLimitIsReached() throws InterruptedException {
    var admission = TestSettings.admission(new InFlight(9));
    Caller caller = limited(new Allowance(1, 0, 0, null, false));
    Pipeline pipeline = pipeline(patient(), admission);
    var uploads = new AtomicInteger();
    accept(pipeline, arrival(admission, caller), _ -> uploads.incrementAndGet());
    accept(pipeline, arrival(admission, caller), _ -> uploads.incrementAndGet());
    assertThat(settled().status()).isEqualTo(429);
    assertThat(uploads).as("of the second not even an upload is begun").hasValue(1);
    assertThat(client.error()).isInstanceOf(AccessError.RateLimited.class);
  }

  @Test
  void aCallersPlaceIsGivenBackHoweverTheRequestEnds() throws InterruptedException {
    var held = new HeldBytes(1 << 20, 1 << 20, Duration.ofSeconds(1));
    Admission admission = holding(held);
    Caller caller = limited(new Allowance(0, 0, 1, null, false));
    Pipeline pipeline = pipeline(patient(), admission);
    for (int i = 0; i < 3; i++) {
      accept(pipeline, arrival(admission, caller), Upload::broken);
      assertThat(settled().status()).isEqualTo(400);
      awaitNothing(held);
    }
    accept(
        pipeline,
        arrival(admission, caller),
        upload -> fill(upload, "no JSON".getBytes(StandardCharsets.UTF_8)));
    assertThat(settled().status()).isEqualTo(400);
    awaitNothing(held);
    admission.entrance(caller).close();
    admission.entrance(caller).enter();
  }

  @Test
  void whatIsHeldIsGivenBackWhenTheRequestIsOver() throws InterruptedException {
    var held = new HeldBytes(1 << 20, 1 << 20, Duration.ofSeconds(1));
    Admission admission = holding(held);
    accept(
        pipeline(patient(), admission),
        TestSettings.arrival(ASK.length()),
        upload -> fill(upload, ASK.getBytes(StandardCharsets.UTF_8)));
    backend.head(200).piece(WORD);
    assertThat(client.next()).isEqualTo(WORD);
    assertThat(held.held()).isGreaterThan(Upload.OVERHEAD);
    backend.piece(LAST).end();
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(held.held()).isZero();
  }

  @Test
  void anAnswerIsCutToWhatIsLeftOfTheTokens() throws InterruptedException {
    var admission = TestSettings.admission(new InFlight(9));
    Caller caller = limited(new Allowance(0, 1000, 0, null, false));
    accept(
        pipeline(patient(), admission),
        arrival(admission, caller),
        upload -> fill(upload, ASK.getBytes(StandardCharsets.UTF_8)));
    backend.head(200).piece(LAST).end();
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
    int prompt = TokenEstimate.prompt(ASK.getBytes(StandardCharsets.UTF_8));
    assertThat(backend.requests.getLast()).contains("\"num_predict\":" + (1000 - prompt));
  }

  private static void awaitNothing(HeldBytes held) {
    assertThat(held.held()).isZero();
  }

  private static Arrival arrival(Admission admission, Caller caller) {
    return new Arrival(
        "req_1",
        caller,
        "192.0.2.7",
        "ollama",
        -1,
        ContentCodings.NONE,
        System.nanoTime(),
        admission.entrance(caller));
  }

  private static Admission holding(HeldBytes held) {
    return new Admission(
        new InFlight(9), Limiter.alone(InstantSource.system()), new Prices(List.of()), held, 4096);
  }

  private static Caller limited(Allowance allowance) {
    Caller known = TestSettings.CALLER;
    return new Caller("key_9", "limited", "", "", known.scopes(), known.models(), allowance);
  }

  private void begin(Settings settings, String body) {
    begin(settings, body, new InFlight(10));
  }

  private void begin(Settings settings, String body, InFlight inFlight) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    accept(
        pipeline(settings, TestSettings.admission(inFlight)),
        TestSettings.arrival(bytes.length),
        upload -> fill(upload, bytes));
  }

  private Pipeline pipeline(Settings settings, Admission admission) {
    return new Pipeline(
        settings,
        new Router(new Fleet(List.of(backend)), "m"),
        admission,
        watchdog,
        threads,
        List.of(settlements::add));
  }

  private void accept(Pipeline pipeline, Arrival arrival, Consumer<Upload> reader) {
    pipeline.accept(arrival, read -> OllamaCodec.exchange(Operation.CHAT, read), client, reader);
  }

  private static void fill(Upload upload, byte[] bytes) {
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
