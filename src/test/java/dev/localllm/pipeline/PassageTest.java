package dev.localllm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageTest {

  private static final Patience.Limit CLIENT = Patience.ofClient(Duration.ofSeconds(1));
  private static final Patience.Limit BACKEND = Patience.ofReceiver(Duration.ofSeconds(60));

  private final List<GatewayError> told = new ArrayList<>();

  @Test
  void passesEveryByte() throws IOException {
    byte[] body = new byte[100_000];
    body[0] = -1;
    body[1] = 31;
    Passage passage = passage(new ByteArrayInputStream(body), body.length);
    assertThat(passage.read()).isEqualTo(255);
    assertThat(passage.read()).isEqualTo(31);
    assertThat(passage.readAllBytes()).hasSize(body.length - 2);
    assertThat(passage.read()).isEqualTo(-1);
    assertThat(told).isEmpty();
  }

  @Test
  void endsBehindTheLimitAndTellsOnce() {
    Passage passage = passage(new ByteArrayInputStream(new byte[11]), 10);
    assertThatIOException().isThrownBy(passage::readAllBytes);
    assertThatIOException().isThrownBy(passage::read);
    assertThat(told).containsExactly(new TooLarge(10));
    assertThat(passage.abandoned()).isFalse();
  }

  @Test
  void aClientThatLeavesHasAbandonedIt() {
    Passage passage = passage(failing(new IOException("reset")), 10);
    assertThatIOException().isThrownBy(passage::read);
    assertThat(told).containsExactly(new Invalid("the request body broke off", null));
    assertThat(passage.abandoned()).isTrue();
  }

  @Test
  void theServersOwnPatienceIsALateClient() {
    Passage passage = passage(failing(new SocketTimeoutException("timed out")), 10);
    assertThatIOException().isThrownBy(passage::read);
    assertThat(told).singleElement().isInstanceOf(SlowRequest.class);
    assertThat(passage.abandoned()).isFalse();
  }

  @Test
  void whatFailsAfterAnEndFromOutsideIsNotTheClientsDoing() {
    var stopping = new Busy("stopping", Duration.ofSeconds(1));
    Passage passage = passage(failing(new IOException("reset")), 10);
    passage.end(stopping);
    assertThatIOException().isThrownBy(passage::read);
    assertThat(told).containsExactly(stopping);
    assertThat(passage.abandoned()).isFalse();
  }

  @Test
  void whoeverIsWaitedForIsLate() throws IOException {
    Passage[] itself = new Passage[1];
    itself[0] =
        passage(
            new InputStream() {
              @Override
              public int read() {
                return -1;
              }

              @Override
              public int read(byte[] bytes, int offset, int length) {
                itself[0].check(in(Duration.ofMillis(500)));
                assertThat(told).isEmpty();
                itself[0].check(in(Duration.ofMillis(1500)));
                return -1;
              }
            },
            10);
    assertThatIOException().isThrownBy(itself[0]::read);
    assertThat(told).containsExactly(new SlowRequest("nothing of the request body came for 1 s"));
  }

  @Test
  void aBackendThatTakesNothingIsLateAfterItsOwnTime() {
    Passage passage = passage(new ByteArrayInputStream(new byte[1]), 10);
    passage.check(in(Duration.ofSeconds(59)));
    assertThat(told).isEmpty();
    passage.check(in(Duration.ofSeconds(61)));
    assertThat(told)
        .containsExactly(new BackendSilent("the backend did not take the blob within 60 s"));
  }

  private Passage passage(InputStream body, long limit) {
    return new Passage(body, limit, CLIENT, BACKEND, told::add);
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw failure;
      }
    };
  }
}
