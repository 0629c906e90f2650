package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpkeepTest {

  @Test
  void looksAgainAfterWhateverALookThrew() throws InterruptedException {
    var counters = new FailingOnce();
    try (BackgroundTasks tasks = BackgroundTasks.withoutContainer()) {
      BackgroundTask task = tasks.task("limits", new Upkeep(counters)::step);
      task.start();
      assertThat(counters.lookedTwice.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(task.state().failures()).isEqualTo(1);
    }
  }

  @Test
  void looksMoreOftenWhileTheCacheIsAway() {
    var counters = new FailingOnce();
    counters.lookedTwice.countDown();
    assertThat(new Upkeep(counters).step()).isEqualTo(Duration.ofMillis(200));
  }

  private static final class FailingOnce implements Counters {
    private final CountDownLatch lookedTwice = new CountDownLatch(2);

    @Override
    public Taking begin(Demand demand) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Claim take(Demand demand) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void ledgerSays(String caller, long month, long spent) {}

    @Override
    public void look() {
      lookedTwice.countDown();
      if (lookedTwice.getCount() == 1) {
        throw new NoClassDefFoundError("a/Name");
      }
    }

    @Override
    public void leave() {}

    @Override
    public LimitsState state() {
      return new LimitsState(true, true, 1, Instant.EPOCH);
    }
  }
}
