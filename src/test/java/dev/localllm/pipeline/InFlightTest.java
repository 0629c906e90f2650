package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private final InFlight inFlight = new InFlight(2);

  @Test
  void letsInAsManyAsThereMayBe() {
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.enter()).isFalse();
    assertThat(inFlight.count()).isEqualTo(2);
    assertThat(inFlight.limit()).isEqualTo(2);
  }

  @Test
  void aPlaceThatIsGivenBackIsFree() {
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.enter()).isTrue();
    inFlight.leave();
    assertThat(inFlight.count()).isEqualTo(1);
    assertThat(inFlight.enter()).isTrue();
  }

  @Test
  void whileDrainingRequestsStillComeIn() {
    assertThat(inFlight.draining()).isFalse();
    inFlight.drain();
    assertThat(inFlight.draining()).isTrue();
    assertThat(inFlight.enter()).isTrue();
  }

  @Test
  void nothingHasToBeAwaitedWhereNothingIsUnderWay() throws InterruptedException {
    assertThat(inFlight.awaitNone(Duration.ZERO)).isTrue();
  }

  @Test
  void theLastToLeaveEndsTheWait()
      throws InterruptedException, ExecutionException, TimeoutException {
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.enter()).isTrue();
    var none = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> none.complete(wait(Duration.ofMinutes(1))));
    inFlight.leave();
    assertThat(none).isNotDone();
    inFlight.leave();
    assertThat(none.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theWaitHasABound() throws InterruptedException {
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.awaitNone(Duration.ofMillis(10))).isFalse();
    inFlight.leave();
    assertThat(inFlight.enter()).isTrue();
  }

  @Test
  void noneBeginsAfterTheLastHasLeft() throws InterruptedException {
    assertThat(inFlight.awaitNone(Duration.ZERO)).isTrue();
    assertThat(inFlight.enter()).isFalse();
  }

  private boolean wait(Duration bound) {
    try {
      return inFlight.awaitNone(bound);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
