package dev.localllm.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.pipeline.InFlight;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  private static final Logger LOG = Logger.getLogger("dev.localllm.test.ShutdownTest");

  private final InFlight inFlight = new InFlight(3);
  private final LinkedBlockingQueue<String> endings = new LinkedBlockingQueue<>();

  @Test
  void thePlanIsKnownAtOnceAndTheEndWaitsForRequests() throws InterruptedException {
    assertThat(inFlight.enter()).isTrue();
    shutdown(Duration.ofMinutes(1)).begin();
    assertThat(inFlight.draining()).isTrue();
    assertThat(endings.poll(50, TimeUnit.MILLISECONDS)).isNull();
    inFlight.leave();
    assertThat(endings.poll(10, TimeUnit.SECONDS)).isEqualTo("orderly");
  }

  @Test
  void requestsThatDoNotEndInTimeAreGivenUp() {
    assertThat(inFlight.enter()).isTrue();
    shutdown(Duration.ofMillis(1), inFlight::leave).run();
    assertThat(endings).containsExactly("given up", "orderly");
  }

  @Test
  void requestsThatDoNotEvenGiveUpDoNotHoldTheProcess() {
    assertThat(inFlight.enter()).isTrue();
    shutdown(Duration.ofMillis(1)).run();
    assertThat(endings).containsExactly("given up", "abrupt");
  }

  @Test
  void withoutRequestsItEndsAtOnce() {
    shutdown(Duration.ZERO).run();
    assertThat(endings).containsExactly("orderly");
  }

  @Test
  void anAbruptEndWritesWhatIsInMemoryBefore() {
    new ProcessEnding(
            List.of(() -> endings.add("ledger"), () -> endings.add("audit")),
            Duration.ofSeconds(20),
            code -> endings.add("ended " + code))
        .abrupt();
    assertThat(endings).hasSize(3).contains("ledger", "audit").endsWith("ended 0");
  }

  @Test
  void anAbruptEndDoesNotWaitForADiskThatHangs() throws InterruptedException {
    var never = new CountDownLatch(1);
    new ProcessEnding(
            List.of(
                never::await,
                () -> {
                  throw new IllegalStateException("broken");
                }),
            Duration.ofMillis(50),
            code -> endings.add("ended " + code))
        .abrupt();
    assertThat(endings).containsExactly("ended 0");
    never.countDown();
  }

  private Shutdown shutdown(Duration bound) {
    return shutdown(bound, () -> {});
  }

  private Shutdown shutdown(Duration bound, Runnable giveUp) {
    LOG.setUseParentHandlers(false);
    Runnable recorded =
        () -> {
          endings.add("given up");
          giveUp.run();
        };
    return new Shutdown(inFlight, bound, recorded, new Recorder(), LOG);
  }

  private final class Recorder implements Shutdown.Ending {
    @Override
    public void orderly() {
      endings.add("orderly");
    }

    @Override
    public void abrupt() {
      endings.add("abrupt");
    }
  }
}
