package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.protocol.ByteBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who writes first opens. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamingTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String BEAT = EchoAnswer.HEARTBEAT;
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final RecordingClient client = new RecordingClient();
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @Test
  void theRequestsThreadOpensWhenItIsFirst() throws InterruptedException {
    var writer = new AtomicReference<Thread>();
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    streaming.open(() -> {
      writer.set(Thread.currentThread());
      streaming.send(bytes("a"));
    });
    assertThat(client.rest()).isEqualTo("a");
    assertThat(client.contentType()).isEqualTo("text/echo");
    assertThat(writer).hasValue(Thread.currentThread());
  }

  @Test
  void onlyOneMayOpen() {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    assertThat(streaming.mayOpen()).isTrue();
    assertThat(streaming.mayOpen()).isFalse();
  }

  @Test
  void aHeartbeatIsDueAfterSilence() {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    streaming.check(in(Duration.ofMinutes(59)));
    assertThat(tasks).isEmpty();
    streaming.check(in(Duration.ofMinutes(61)));
    assertThat(tasks).hasSize(1);
  }

  @Test
  void whatIsSentEndsTheSilence() {
    var turn = TurnTest.of(client);
    Streaming streaming = new Streaming(turn, new EchoAnswer(), tasks::add, -1);
    long begun = System.nanoTime();
    streaming.open(() -> streaming.send(bytes("a")));
    streaming.check(begun);
    assertThat(tasks).isEmpty();
  }

  @Test
  void aHeartbeatOpensAndItsThreadStaysUntilTheRequestIsDone() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), THREADS);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(client.next()).isEqualTo(BEAT);
    assertThat(streaming.mayOpen()).isFalse();
    streaming.open(() -> {
      streaming.send(bytes("a"));
      assertThat(client.over()).isFalse();
    });
    assertThat(client.rest()).isEqualTo("a");
  }

  @Test
  void theHeartbeatsThreadIsLetGoWhenTheRequestFails() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), THREADS);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(client.next()).isEqualTo(BEAT);
    assertThatThrownBy(() ->
            streaming.open(() -> {
              throw new IllegalStateException("broken");
            }))
        .hasMessage("broken");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void heartbeatsGoOnWhileItIsSilent() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), THREADS);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(client.next()).isEqualTo(BEAT);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(client.next()).isEqualTo(BEAT);
    streaming.open(() -> {});
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void heartbeatsComeBetweenEventsToo() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    streaming.open(() -> {
      streaming.send(bytes("a"));
      streaming.check(in(HOUR.multipliedBy(2)));
      tasks.remove().run();
      streaming.send(bytes("b"));
    });
    assertThat(client.rest()).isEqualTo("a" + BEAT + "b");
  }

  @Test
  void thereIsOneHeartbeatAtATime() {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    streaming.open(() -> {
      streaming.check(in(HOUR.multipliedBy(2)));
      streaming.check(in(HOUR.multipliedBy(2)));
      assertThat(tasks).hasSize(1);
      tasks.remove().run();
      streaming.check(in(HOUR.multipliedBy(2)));
      assertThat(tasks).hasSize(1);
    });
  }

  @Test
  void aClientThatHasGoneIsRemembered() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    var bytes = bytes("a");
    client.leave();
    streaming.open(() -> streaming.send(bytes));
    assertThat(streaming.gone()).isTrue();
    assertThat(bytes.size()).isZero();
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aHeartbeatThatNobodyHearsEndsTheRequest() {
    client.leave();
    var turn = TurnTest.of(client);
    Streaming streaming = streaming(turn, THREADS);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThatThrownBy(() -> new CountDownLatch(1).await(5, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    assertThat(streaming.gone()).isTrue();
    streaming.open(() -> {});
  }

  @Test
  void aServerThatLetsNobodyWriteMeansThatTheClientHasGone() {
    var turn = TurnTest.of(new DeafClient(() -> {}));
    Streaming streaming = streaming(turn, Runnable::run);
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(streaming.gone()).isTrue();
    streaming.open(() -> streaming.send(bytes("a")));
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(turn.watch.close()).isPresent();
  }

  @Test
  void aServerThatBreaksOnAHeartbeatDoesNotHoldTheRequest() {
    var broken =
        new DeafClient(() -> {
          throw new IllegalStateException("the response is over");
        });
    Streaming streaming = streaming(TurnTest.of(broken), Runnable::run);
    streaming.check(in(HOUR.multipliedBy(2)));
    // told to end, since nobody can be answered any more
    assertThat(Thread.interrupted()).isTrue();
    streaming.open(() -> streaming.send(bytes("a")));
    assertThat(streaming.gone()).isTrue();
  }

  @Test
  void aHeartbeatWhileTheRequestIsAboutToOpenDisturbsNothing() {
    Streaming streaming = streaming(TurnTest.of(client), Runnable::run);
    assertThat(streaming.mayOpen()).isTrue();
    streaming.check(in(HOUR.multipliedBy(2)));
    assertThat(streaming.gone()).isFalse();
    assertThat(client.over()).isFalse();
  }

  @Test
  void anErrorFollowsWhatCameBeforeIt() throws InterruptedException {
    Streaming streaming = streaming(TurnTest.of(client), tasks::add);
    streaming.open(() -> streaming.fail(new BackendFailed("why"), bytes("a")));
    assertThat(client.rest()).isEqualTo("aFAILED: why");
  }

  private static Streaming streaming(Turn turn, Executor threads) {
    return new Streaming(turn, new EchoAnswer(), threads, HOUR.toNanos());
  }

  private static ByteBuilder bytes(String text) {
    return new ByteBuilder(16).append(text);
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  /** Never lets anybody write. */
  private record DeafClient(Runnable whenAsked) implements Client {

    @Override
    public void headers(Map<String, String> more) {}

    @Override
    public void stream(String contentType, StreamWriter writer) {
      whenAsked.run();
    }

    @Override
    public void send(String contentType, byte[] body) {
      throw new UnsupportedOperationException("streams only");
    }

    @Override
    public void done(int status) {
      throw new UnsupportedOperationException("streams only");
    }

    @Override
    public void fail(GatewayError error) {
      throw new UnsupportedOperationException("streams only");
    }
  }
}
