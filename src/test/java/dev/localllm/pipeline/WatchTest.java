package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayError.Busy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final GatewayError LATE = new BackendSilent("late");
  private static final GatewayError STOPPING = new Busy("stopping", Duration.ofSeconds(1));
  private static final Patience.Limit MINUTE =
      new Patience.Limit(Duration.ofMinutes(1).toNanos(), LATE);

  private final Watch watch = new Watch();

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @Test
  void interruptsItsThreadWhenTheTimeIsOver() {
    watch.expect(MINUTE);
    watch.check(in(Duration.ofSeconds(61)));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(watch.close()).contains(LATE);
  }

  @Test
  void leavesItAloneBefore() {
    watch.expect(MINUTE);
    watch.check(in(Duration.ofSeconds(59)));
    assertUndisturbed();
  }

  @Test
  void leavesItAloneWhenNothingIsExpected() {
    watch.check(in(Duration.ofDays(1)));
    watch.expect(MINUTE);
    watch.rest();
    watch.check(in(Duration.ofDays(1)));
    assertUndisturbed();
  }

  @Test
  void theLastExpectationCounts() {
    GatewayError later = new BackendSilent("later");
    watch.expect(MINUTE);
    watch.expect(new Patience.Limit(Duration.ofMinutes(5).toNanos(), later));
    watch.check(in(Duration.ofMinutes(2)));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    watch.check(in(Duration.ofMinutes(6)));
    assertThat(watch.close()).contains(later);
  }

  @Test
  void theFirstReasonCounts() {
    watch.end(STOPPING);
    watch.expect(MINUTE);
    watch.check(in(Duration.ofDays(1)));
    assertThat(watch.close()).contains(STOPPING);
  }

  @Test
  void interruptsOnce() {
    watch.expect(MINUTE);
    watch.check(in(Duration.ofMinutes(2)));
    assertThat(Thread.interrupted()).isTrue();
    watch.check(in(Duration.ofMinutes(3)));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesNoInterruptBehind() {
    watch.end(STOPPING);
    assertThat(watch.close()).isPresent();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void onceClosedItLeavesTheThreadAlone() {
    watch.expect(MINUTE);
    assertThat(watch.close()).isEmpty();
    watch.check(in(Duration.ofDays(1)));
    watch.end(STOPPING);
    assertUndisturbed();
  }

  @Test
  void remembersTheReasonHoweverOftenItIsClosed() {
    watch.end(STOPPING);
    assertThat(watch.close()).contains(STOPPING);
    assertThat(watch.close()).contains(STOPPING);
  }

  private void assertUndisturbed() {
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(watch.close()).isEmpty();
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
