package dev.localllm.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackendCallsTest {

  private final BackendCalls calls = new BackendCalls();

  @Test
  void anAnswerIsHandedOn() throws ConnectionLost {
    Response reply = new Reply(500, "");
    assertThat(calls.open(() -> reply)).isSameAs(reply);
  }

  @ParameterizedTest
  @MethodSource
  void aConnectionThatWasRefusedOrBrokeIsWorthAnotherTry(Throwable cause) {
    assertThatThrownBy(() -> fail(cause)).isInstanceOf(ConnectionLost.class);
  }

  static Stream<Throwable> aConnectionThatWasRefusedOrBrokeIsWorthAnotherTry() {
    return Stream.of(
        new ConnectException("Connection refused"),
        new ConnectException(null),
        new SocketException("Connection reset"),
        new NoHttpResponseException("the server failed to respond"),
        new ConnectionClosedException("within the head"));
  }

  @ParameterizedTest
  @MethodSource
  void anythingElseIsNot(Throwable cause) {
    assertThatThrownBy(() -> fail(cause)).isInstanceOf(ProcessingException.class);
  }

  static Stream<Throwable> anythingElseIsNot() {
    return Stream.of(
        new ConnectException("connect timed out"),
        new SocketException("Closed by interrupt"),
        new SocketTimeoutException("Read timed out"),
        new IOException("garbage"));
  }

  @Test
  void withoutACauseThereIsNothingToHopeFor() {
    assertThatThrownBy(() ->
            calls.open(() -> {
              throw new ProcessingException("no cause");
            }))
        .isInstanceOf(ProcessingException.class);
  }

  @Test
  void aRequestThatIsOverIsNotTriedAgain() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> fail(new ConnectException("Connection refused")))
          .isInstanceOf(ProcessingException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private void fail(Throwable cause) throws ConnectionLost {
    calls.open(() -> {
      throw new ProcessingException(cause);
    });
  }
}
