package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.access.TokenCheck.Undecided;
import dev.localllm.access.TokenCheck.Wrong;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens with keys that nobody has heard of, many at once. */
@Timeout(60)
class KeyFloodTest {

  private static final int MANY = 10_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Issuer issuer = new Issuer();
  private final AtomicInteger ids = new AtomicInteger();

  @Test
  void aFloodCausesOneFetchInTenSeconds() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Tokens tokens = issuer.tokens(threads);
      tokens.renew();
      assertThat(tokens.await(Issuer.token(), LONG)).isInstanceOf(Known.class);
      for (int round = 1; round <= 3; round++) {
        flood(threads, tokens);
        assertThat(issuer.fetches).isEqualTo(1 + round);
        issuer.wait(Duration.ofSeconds(10));
      }
    }
  }

  private void flood(ExecutorService threads, Tokens tokens) throws Exception {
    List<Future<TokenCheck>> checks = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      checks.add(
          threads.submit(() -> {
            String token = unknown();
            TokenCheck check = tokens.check(token);
            return check instanceof Undecided ? tokens.await(token, LONG) : check;
          }));
    }
    for (Future<TokenCheck> check : checks) {
      assertThat(check.get()).isInstanceOfAny(Wrong.class, Undecided.class);
    }
    assertThat(tokens.check(Issuer.token())).isInstanceOf(Known.class);
  }

  @Test
  void noMoreThanAThousandWaitAndNoneBlocksACheck() throws Exception {
    var answer = new CountDownLatch(1);
    Tokens tokens = slow(answer);
    List<Future<TokenCheck>> waiting = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      tokens.renew();
      for (int i = 0; i < 1200; i++) {
        waiting.add(threads.submit(() -> tokens.await(unknown(), LONG)));
      }
      int turnedAway = 0;
      while (turnedAway < 200) {
        turnedAway = (int) waiting.stream().filter(Future::isDone).count();
        assertThat(tokens.check(unknown())).isEqualTo(new Undecided());
      }
      answer.countDown();
      for (Future<TokenCheck> check : waiting) {
        check.get();
      }
    }
    assertThat(waiting.stream().filter(check -> check.resultNow() instanceof Wrong)).hasSize(1000);
    assertThat(waiting.stream().filter(check -> check.resultNow() instanceof Undecided))
        .hasSize(200);
  }

  @Test
  void whoeverHasLostPatienceMakesRoomForOthers() throws Exception {
    var answer = new CountDownLatch(1);
    Tokens tokens = slow(answer);
    tokens.renew();
    String token = Issuer.token();
    for (int i = 0; i < 1500; i++) {
      assertThat(tokens.await(token, Duration.ZERO)).isEqualTo(new Undecided());
    }
    var check = new FutureTask<>(() -> tokens.await(Issuer.token(), LONG));
    Thread waiting = Thread.ofVirtual().start(check);
    while (waiting.getState() != State.TIMED_WAITING && !check.isDone()) {
      Thread.onSpinWait();
    }
    answer.countDown();
    assertThat(check.get()).isInstanceOf(Known.class);
  }

  @Test
  void anInterruptedThreadStopsWaitingAndStaysInterrupted()
      throws InterruptedException, ExecutionException, TimeoutException {
    var never = new CountDownLatch(1);
    Tokens tokens = slow(never);
    tokens.renew();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> interrupted =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            tokens.await(Issuer.token(), LONG);
            return Thread.interrupted();
          });
      assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
      never.countDown();
    }
  }

  /** Whose first fetch ends with the latch. */
  private Tokens slow(CountDownLatch answer) {
    return issuer.tokens(fetch ->
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer.await();
                fetch.run();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }));
  }

  private String unknown() {
    String header = "{\"alg\":\"RS256\",\"kid\":\"" + ids.incrementAndGet() + "\"}";
    return Base64URL.encode(header) + ".e30." + Base64URL.encode(new byte[256]);
  }
}
