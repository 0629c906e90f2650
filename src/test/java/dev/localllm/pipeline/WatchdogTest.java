package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private static final GatewayError STOPPING = new Busy("stopping", Duration.ofSeconds(1));

  private final Watchdog watchdog = new Watchdog();
  private final Seen one = new Seen();
  private final Seen other = new Seen();

  @Test
  void looksAtAllThatAreUnderWayByTheSameClock() {
    watchdog.add(one);
    watchdog.add(other);
    long before = System.nanoTime();
    watchdog.step();
    assertThat(one.checks).hasSize(1).isEqualTo(other.checks);
    assertThat(one.checks.getFirst()).isBetween(before, System.nanoTime());
  }

  @Test
  void looksNoLongerAtWhatIsOver() {
    watchdog.add(one);
    watchdog.add(other);
    watchdog.remove(one);
    watchdog.step();
    watchdog.endAll(STOPPING);
    assertThat(one.checks).isEmpty();
    assertThat(one.reasons).isEmpty();
    assertThat(other.checks).hasSize(1);
  }

  @Test
  void endsAllForTheSameReason() {
    watchdog.add(one);
    watchdog.add(other);
    watchdog.endAll(STOPPING);
    assertThat(one.reasons).containsExactly(STOPPING);
    assertThat(other.reasons).containsExactly(STOPPING);
  }

  @Test
  void oneThatIsOverMayLeaveWhileItIsLookedAt() {
    watchdog.add(
        new Watched() {
          @Override
          public void check(long now) {
            watchdog.remove(this);
          }

          @Override
          public void end(GatewayError why) {
            throw new AssertionError("it has left");
          }
        });
    watchdog.add(one);
    watchdog.step();
    watchdog.endAll(STOPPING);
    assertThat(one.checks).hasSize(1);
  }

  @Test
  void oneThatFailsInWhateverWayLeavesTheOthersAlone() {
    watchdog.add(one);
    watchdog.add(other);
    for (int i = 0; i < 3; i++) {
      watchdog.add(
          new Watched() {
            @Override
            public void check(long now) {
              throw new StackOverflowError();
            }

            @Override
            public void end(GatewayError why) {
              throw new OutOfMemoryError();
            }
          });
    }
    watchdog.step();
    watchdog.endAll(STOPPING);
    assertThat(one.checks).hasSize(1);
    assertThat(other.checks).hasSize(1);
    assertThat(one.reasons).containsExactly(STOPPING);
    assertThat(other.reasons).containsExactly(STOPPING);
  }

  private static final class Seen implements Watched {

    private final List<Long> checks = new ArrayList<>();
    private final List<GatewayError> reasons = new ArrayList<>();

    @Override
    public void check(long now) {
      checks.add(now);
    }

    @Override
    public void end(GatewayError why) {
      reasons.add(why);
    }
  }
}
