package dev.localllm.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayException;
import dev.localllm.transport.Bounds;
import dev.localllm.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OllamaBackendTest {

  private static final String ADDRESS = "10.1.2.3:11434";
  private static final byte[] BODY = "{\"model\":\"llama\"}".getBytes(UTF_8);

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final ScriptedClient ollama = new ScriptedClient();
  private final OllamaBackend backend =
      new OllamaBackend(
          "mini",
          new OllamaBackend.Clients(ollama, ollama),
          new BackendCalls(),
          "Bearer key",
          new Probe(ollama, null, Duration.ofHours(1), InstantSource.system()),
          new BlobClient(
              "mini",
              NOWHERE,
              null,
              new Transport(NOWHERE, new Bounds(1, SOON, SOON, 8192, 100, true)),
              Runnable::run));

  @Test
  void postsABodyWithTheRequestsIdAndTheKey() {
    ollama.answer(Call.CHAT, 200, "{}");
    backend.send(Call.CHAT, BODY, "req_1");
    assertThat(ollama.asked).containsExactly("POST chat req_1 Bearer key {\"model\":\"llama\"}");
  }

  @Test
  void getsWhereThereIsNoBody() {
    ollama.answer(Call.TAGS, 200, "{}");
    backend.send(Call.TAGS, new byte[0], "req_1");
    assertThat(ollama.asked).containsExactly("GET tags req_1 Bearer key");
  }

  @Test
  void anErrorStatusIsAnAnswerLikeAnyOther() throws IOException {
    ollama.answer(Call.CHAT, 404, "{\"error\":\"model 'llama' not found\"}");
    BackendAnswer answer = backend.send(Call.CHAT, BODY, "req_1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(new String(answer.body().readAllBytes(), UTF_8)).contains("not found");
  }

  @Test
  void anAnswerIsHandedOnOpen() {
    ollama.answer(Call.CHAT, 200, "{}");
    backend.send(Call.CHAT, BODY, "req_1");
    assertThat(ollama.replies).hasSize(1).noneMatch(Reply::closed);
  }

  @ParameterizedTest
  @MethodSource
  void aServerThatCannotBeReachedIsNamedWithoutItsAddress(Throwable cause) {
    ollama.fail(Call.CHAT, cause);
    assertThat(error()).isEqualTo(new BackendFailed("mini cannot be reached"));
  }

  static Stream<Throwable> aServerThatCannotBeReachedIsNamedWithoutItsAddress() {
    return Stream.of(
        new ConnectException("Connect to " + ADDRESS + " failed: Connection refused"),
        new SocketException("Connection reset"),
        new UnknownHostException("gpu-1.internal"),
        new IOException((String) null));
  }

  @ParameterizedTest
  @MethodSource
  void aServerThatDoesNotAcceptInTimeIsSilent(Throwable cause) {
    ollama.fail(Call.CHAT, cause);
    assertThat(error()).isEqualTo(new BackendSilent("mini did not accept the connection in time"));
  }

  static Stream<Throwable> aServerThatDoesNotAcceptInTimeIsSilent() {
    return Stream.of(
        new SocketTimeoutException("Read timed out"),
        new SocketTimeoutException("Connect to " + ADDRESS + " failed: Connect timed out"));
  }

  @Test
  void itsStateIsWhatTheProbeFound() {
    assertThat(backend.state()).isSameAs(BackendState.UNKNOWN);
    assertThat(backend.name()).isEqualTo("mini");
  }

  private GatewayError error() {
    return catchThrowableOfType(
            GatewayException.class, () -> backend.send(Call.CHAT, BODY, "req_1"))
        .error();
  }
}
