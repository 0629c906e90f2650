package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** FLT-4: memory for what others send is bounded, for all and for each caller. */
class HeldBytesTest {

  private final HeldBytes held = new HeldBytes(100, 60, Duration.ofSeconds(7));
  private final Holding one = held.of("one");

  @Test
  void aCallerHasItsOwnShare() {
    one.take(60);
    Holding another = held.of("one");
    assertThat(error(another, 1)).isInstanceOf(RateLimited.class);
    assertThat(error(another, 1).message()).contains("60 bytes");
    held.of("two").take(40);
    assertThat(held.refusedToCallers()).isEqualTo(2);
    assertThat(held.refused()).isZero();
  }

  @Test
  void theProcessHasABound() {
    one.take(60);
    held.of("two").take(40);
    GatewayError full = error(held.of("three"), 1);
    assertThat(full).isInstanceOf(Busy.class);
    assertThat(full.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(held.held()).isEqualTo(100);
    assertThat(held.callers()).as("who got nothing is not remembered").isEqualTo(2);
  }

  @Test
  void whatIsGivenBackIsThereForOthers() {
    one.take(60);
    one.giveBack(20);
    one.giveBack(1000);
    assertThat(held.held()).isZero();
    assertThat(held.callers()).isZero();
    held.of("one").take(60);
  }

  @Test
  void closingGivesAllBackOnce() {
    Holding two = held.of("one");
    one.take(30);
    two.take(30);
    one.close();
    one.close();
    one.giveBack(30);
    assertThat(held.held()).isEqualTo(30);
    assertThatThrownBy(() -> one.take(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRaceLosesNothing() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        String caller = "caller " + i % 5;
        threads.execute(() -> {
          for (int j = 0; j < 1000; j++) {
            try (Holding holding = held.of(caller)) {
              holding.take(7);
              holding.take(31);
              assertThat(held.held()).isLessThanOrEqualTo(100 + 64 * 38);
              holding.giveBack(3);
            } catch (GatewayException e) {
              Thread.yield();
            }
          }
        });
      }
    }
    assertThat(held.held()).isZero();
    assertThat(held.callers()).isZero();
  }

  private static GatewayError error(Holding holding, long bytes) {
    try {
      holding.take(bytes);
    } catch (GatewayException e) {
      return e.error();
    }
    throw new AssertionError("taken");
  }
}
