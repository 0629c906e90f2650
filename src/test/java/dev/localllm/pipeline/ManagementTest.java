package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Fleet;
import dev.localllm.backend.SampleBackend;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Refused;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Operation;
import dev.localllm.protocol.ollama.ManagementCodec;
import dev.localllm.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final String STEP = "{\"status\":\"pulling manifest\"}\n";
  private static final String SUCCESS = "{\"status\":\"success\"}\n";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Changes changes = new Changes();
  private final Watchdog watchdog = new Watchdog();
  private final LinkedBlockingQueue<Settlement> settlements = new LinkedBlockingQueue<>();
  private final ScriptedBackend backend = new ScriptedBackend();
  private final RecordingClient client = new RecordingClient();
  private final InFlight inFlight = new InFlight(2);

  private final List<String> begun = new CopyOnWriteArrayList<>();
  private volatile Optional<GatewayError> refusal = Optional.empty();

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
  void forwardsProgressAsItComesAndTellsWhatWasDone() throws InterruptedException {
    begin(patient(), Operation.PULL, "{\"model\":\"m\"}");
    backend.head(200).piece(STEP);
    assertThat(client.next()).isEqualTo(STEP);
    assertThat(inFlight.count()).isEqualTo(1);
    backend.piece(STEP).piece(SUCCESS).end();
    assertThat(client.rest()).isEqualTo(STEP + SUCCESS);
    assertThat(client.contentType()).isEqualTo("application/x-ndjson");
    assertThat(backend.requests).containsExactly("PULL {\"model\":\"m\"}");

    Settlement settlement = settled();
    assertThat(settlement.operation()).isEqualTo("pull");
    assertThat(settlement.requestedModel()).contains("m");
    assertThat(settlement.requestId()).isEqualTo("req_1");
    assertThat(settlement.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(inFlight.awaitNone(MINUTE)).isTrue();
  }

  @Test
  void nothingIsDoneThatNobodyMayRecord() throws InterruptedException {
    refusal = Optional.of(new Busy("not now", Duration.ofSeconds(1)));
    begin(patient(), Operation.DELETE, "{\"model\":\"m\"}");
    assertThat(settled().status()).isEqualTo(503);
    store(patient(), 5, new ByteArrayInputStream("bytes".getBytes(UTF_8)));
    assertThat(settled().status()).isEqualTo(503);
    assertThat(backend.requests).isEmpty();
    assertThat(begun).containsExactly("delete m", "blob " + DIGEST);
  }

  @Test
  void goesOnBehindASuccessThatIsNotTheLast() throws InterruptedException {
    begin(patient(), Operation.CREATE, "{\"model\":\"m\",\"from\":\"n\"}");
    backend.head(200).piece(STEP + SUCCESS);
    assertThat(client.next()).isEqualTo(STEP + SUCCESS);
    backend.piece(STEP + SUCCESS).end();
    assertThat(client.rest()).isEqualTo(STEP + SUCCESS);
    assertThat(settled().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void anEndWithoutSuccessIsAnErrorLine() throws InterruptedException {
    begin(patient(), Operation.PUSH, "{\"model\":\"m\"}");
    backend.head(200).piece(STEP).end();
    assertThat(client.rest())
        .isEqualTo(STEP + "{\"error\":\"the backend broke off before the end of its answer\"}\n");
    assertThat(settled().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void silenceHasItsOwnPatience() throws InterruptedException {
    begin(settings(Duration.ofMillis(50), MINUTE), Operation.PULL, "{\"model\":\"m\"}");
    backend.head(200).piece(STEP);
    assertThat(client.rest())
        .isEqualTo(STEP + "{\"error\":\"the backend sent nothing for 50 ms\"}\n");
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void heartbeatsFindOutThatTheClientHasGone() throws InterruptedException {
    begin(settings(MINUTE, Duration.ofMillis(30)), Operation.PULL, "{\"model\":\"m\"}");
    backend.head(200).piece(STEP);
    assertThat(client.next()).isEqualTo(STEP);
    assertThat(client.next()).isEqualTo(" ");
    client.leave();
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(settled().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void anUnstreamedPullIsOneObject() throws InterruptedException {
    begin(patient(), Operation.PULL, "{\"model\":\"m\",\"stream\":false}");
    backend.head(200).piece(SUCCESS.strip()).end();
    assertThat(client.next()).isEqualTo(SUCCESS.strip());
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "DELETE"})
  void aCopyOrADeletionHasAnEmptyAnswer(Operation operation) throws InterruptedException {
    begin(patient(), operation, "{}");
    backend.head(200).end();
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void noModelIsFilledIn() throws InterruptedException {
    begin(patient(), Operation.DELETE, "{}");
    backend.head(400).piece("{\"error\":\"model is required\"}").end();
    assertThat(client.error()).isEqualTo(new Refused(400, "model is required"));
    assertThat(backend.requests).containsExactly("DELETE {}");
    assertThat(settled().requestedModel()).isEmpty();
  }

  @Test
  void aBlobIsLookedFor() throws InterruptedException {
    management(patient()).lookForBlob(TestSettings.arrival(-1), DIGEST, client);
    backend.head(200).end();
    assertThat(client.status()).isEqualTo(200);
    assertThat(backend.requests).containsExactly("LOOK " + DIGEST);
    assertThat(settled().operation()).isEqualTo("blob_look");
  }

  @Test
  void aBlobThatIsNotThereIsNotFound() throws InterruptedException {
    management(patient()).lookForBlob(TestSettings.arrival(-1), DIGEST, client);
    backend.head(404).end();
    assertThat(client.error()).isEqualTo(new Refused(404, "blob \"" + DIGEST + "\" not found"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 500})
  void neitherThereNorNotIsAnError(int status) throws InterruptedException {
    management(patient()).lookForBlob(TestSettings.arrival(-1), DIGEST, client);
    backend.head(status).end();
    assertThat(client.error()).isNotNull();
  }

  @Test
  void aNewBlobIsStored() throws InterruptedException {
    store(patient(), 4, new ByteArrayInputStream("blob".getBytes(UTF_8)));
    backend.head(404).end().head(201).end();
    assertThat(client.status()).isEqualTo(201);
    assertThat(backend.stored).hasToString("blob");
    Settlement settlement = settled();
    assertThat(settlement.operation()).isEqualTo("blob");
    assertThat(settlement.requestedModel()).contains(DIGEST);
    assertThat(settlement.status()).isEqualTo(201);
  }

  @Test
  void aKnownBlobIsNotReadAgain() throws Exception {
    InputStream body = new ByteArrayInputStream(new byte[4]);
    store(patient(), 4, body);
    backend.head(200).end();
    assertThat(client.status()).isEqualTo(200);
    assertThat(body.available()).isEqualTo(4);
    assertThat(backend.requests).containsExactly("LOOK " + DIGEST);
  }

  @Test
  void aWrongDigestIsRefusedInTheBackendsWords() throws InterruptedException {
    store(patient(), 4, new ByteArrayInputStream(new byte[4]));
    backend.head(404).end().head(400).piece("{\"error\":\"digest mismatch\"}").end();
    assertThat(client.error()).isEqualTo(new Refused(400, "digest mismatch"));
  }

  @Test
  void aBlobThatIsSaidToBeTooLongIsNotAskedFor() throws InterruptedException {
    store(patient(), (1 << 20) + 1, new ByteArrayInputStream(new byte[0]));
    assertThat(client.error()).isEqualTo(new TooLarge(1 << 20));
    assertThat(backend.requests).isEmpty();
  }

  @Test
  void aBlobThatIsTooLongIsBrokenOff() throws InterruptedException {
    backend.head(404).end();
    store(patient(), -1, new ByteArrayInputStream(new byte[(1 << 20) + 1]));
    assertThat(client.error()).isEqualTo(new TooLarge(1 << 20));
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatLeavesCancels() throws IOException, InterruptedException {
    backend.head(404).end();
    var out = new PipedOutputStream();
    var body =
        new PipedInputStream(out) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("reset by peer");
          }
        };
    store(patient(), 4, body);
    assertThat(backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(settled().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void aClientThatSendsNothingIsLate() throws IOException, InterruptedException {
    backend.head(404).end();
    store(
        settings(Duration.ofMillis(50), MINUTE), 4, new PipedInputStream(new PipedOutputStream()));
    assertThat(client.error()).isInstanceOf(SlowRequest.class);
    assertThat(backend.stored).isEmpty();
  }

  @Test
  void aBackendThatTakesNothingIsLate() throws InterruptedException {
    backend.taking.drainPermits();
    backend.head(404).end();
    store(settings(Duration.ofMillis(50), MINUTE), 4, new ByteArrayInputStream(new byte[4]));
    GatewayError error = client.error();
    assertThat(error).isNotNull();
    assertThat(error.message()).isEqualTo("the backend did not take the blob within 50 ms");
  }

  @Test
  void aBlobUnderWayIsEndedWithEverythingElse() throws IOException, InterruptedException {
    backend.head(404).end();
    store(patient(), 4, new PipedInputStream(new PipedOutputStream()));
    assertThat(backend.asked.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(inFlight.count()).isEqualTo(1);
    var stopping = new BackendFailed("the gateway is stopping");
    watchdog.endAll(stopping);
    assertThat(client.error()).isEqualTo(stopping);
    assertThat(inFlight.awaitNone(MINUTE)).isTrue();
  }

  @Test
  void blobsAreTurnedAwayWhenThereIsTooMuch() throws InterruptedException {
    assertThat(inFlight.enter() && inFlight.enter()).isTrue();
    store(patient(), 4, new ByteArrayInputStream(new byte[4]));
    assertThat(client.error()).isInstanceOf(Busy.class);
    assertThat(inFlight.count()).isEqualTo(2);
  }

  private void begin(Settings settings, Operation operation, String body) {
    var codec = new ManagementCodec(name -> false);
    management(settings)
        .accept(
            TestSettings.arrival(body.length()),
            read -> codec.exchange(operation, read),
            client,
            upload -> fill(upload, body));
  }

  private static void fill(Upload upload, String body) {
    try {
      upload.fill(new ByteArrayInputStream(body.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    upload.complete();
  }

  private void store(Settings settings, long length, InputStream body) {
    management(settings).storeBlob(TestSettings.arrival(length), DIGEST, body, client);
  }

  private Management management(Settings settings) {
    return new Management(
        settings,
        new Fleet(List.of(new SampleBackend(InstantSource.system()), backend)),
        TestSettings.admission(inFlight),
        watchdog,
        threads,
        List.of(
            new ManagementListener() {
              @Override
              public void begins(Arrival arrival, String operation, Optional<String> model) {
                begun.add(operation + " " + model.orElse(""));
                refusal.ifPresent(why -> {
                  throw new GatewayException(why);
                });
              }

              @Override
              public void managed(Settlement settlement) {
                settlements.add(settlement);
              }
            },
            changes));
  }

  private Settlement settled() throws InterruptedException {
    Settlement settlement = settlements.poll(5, TimeUnit.SECONDS);
    assertThat(settlement).as("settlement").isNotNull();
    return settlement;
  }

  private static Settings patient() {
    return settings(MINUTE, MINUTE);
  }

  private static Settings settings(Duration idle, Duration heartbeat) {
    return TestSettings.with(MINUTE, idle, heartbeat);
  }
}
