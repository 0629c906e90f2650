package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.api.Problem;
import dev.localllm.store.StoreUnavailable;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void aDatabaseThatIsAwayIsWorthAnotherTry() {
    RuntimeException[] failures = {
      new StoreUnavailable("secret words", new IllegalStateException()),
      new ConnectionException(new IllegalStateException("secret words"))
    };
    for (RuntimeException failure : failures) {
      Problem problem = Failures.problem(failure, "req_1");
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.retryAfter()).contains(Duration.ofSeconds(5));
      assertThat(problem.detail()).doesNotContain("secret");
    }
  }

  @Test
  void whatNobodyExpectedTellsNothing() {
    Problem problem = Failures.problem(new IllegalStateException("secret words"), "req_1");
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.toString()).doesNotContain("secret", "IllegalState");
  }

  @Test
  void aRefusalIsWhatItSays() {
    assertThat(Failures.problem(Refusal.plain(428, "x"), "req_1"))
        .isEqualTo(Problem.plain(428, "x"));
  }
}
