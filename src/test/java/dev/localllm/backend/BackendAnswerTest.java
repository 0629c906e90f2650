package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendAnswerTest {

  private final Body body = new Body();
  private final BackendAnswer answer = new BackendAnswer(200, body);

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @Test
  void oneThatHasBeenReadIsClosedInPeace() {
    answer.release(true);
    assertThat(body.closed).isTrue();
    assertThat(body.interruptedWhenClosed).isFalse();
  }

  @Test
  void oneThatIsGivenUpIsClosedUnderAnInterrupt() {
    answer.release(false);
    assertThat(body.closed).isTrue();
    assertThat(body.interruptedWhenClosed).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aReadAnswerLeavesTheInterruptOfSomebodyElseAlone() {
    Thread.currentThread().interrupt();
    answer.release(true);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatTheCloseComplainsOfDoesNotMatter() {
    body.failure = new IOException("Closed by interrupt");
    answer.release(false);
    assertThat(body.closed).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static final class Body extends InputStream {

    private boolean closed;
    private boolean interruptedWhenClosed;
    private IOException failure;

    @Override
    public int read() {
      return -1;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      interruptedWhenClosed = Thread.currentThread().isInterrupted();
      if (failure != null) {
        throw failure;
      }
    }
  }
}
