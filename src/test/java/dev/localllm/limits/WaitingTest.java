package dev.localllm.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever waits for Redis does not wait long, and misses no interrupt. */
class WaitingTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void anInterruptIsForTheRequest() {
    var coming = new CompletableFuture<String>().completeOnTimeout("it", 50, TimeUnit.MILLISECONDS);
    Thread.currentThread().interrupt();
    assertThat(Waiting.forAnswer(coming, LONG)).isEqualTo("it");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> Waiting.forAnswer(new CompletableFuture<>(), SHORT))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("TimeoutException");
    var refused = CompletableFuture.failedFuture(new IllegalStateException("LOADING"));
    assertThatThrownBy(() -> Waiting.forAnswer(refused, LONG))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("LOADING");
  }
}
