package dev.localllm.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.fake.FakeOllama;
import dev.localllm.transport.Bounds;
import dev.localllm.transport.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlobClientTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String HELLO =
      "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeOllama ollama = FakeOllama.start();
  private final BlobClient client = client(ollama.url());

  @AfterEach
  void stop() {
    ollama.close();
    threads.shutdownNow();
  }

  @Test
  void asksAndStoresWithTheRequestsIdAndTheKey() {
    assertThat(client.look(HELLO, "req_1").status()).isEqualTo(404);
    assertThat(client.store(HELLO, hello(), "req_2").status()).isEqualTo(201);
    assertThat(client.look(HELLO, "req_3").status()).isEqualTo(200);
    assertThat(client.store(HELLO, hello(), "req_4").status()).isEqualTo(200);
    assertThat(ollama.requests())
        .extracting(request -> request.headers().get("x-request-id"))
        .containsExactly("req_1", "req_2", "req_3", "req_4");
    Map<String, String> headers = ollama.requests().get(1).headers();
    assertThat(headers).containsEntry("authorization", "Bearer key");
  }

  @Test
  void handsOnWhatTheServerSaysOfAWrongDigest() throws IOException {
    String wrong = "sha256:" + "0".repeat(64);
    BackendAnswer answer = client.store(wrong, hello(), "req_1");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body().readAllBytes(), UTF_8)).contains("digest mismatch", HELLO);
  }

  @Test
  void aBodyThatBreaksOffIsNotStored() {
    InputStream broken =
        new InputStream() {
          private int left = 1_000_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("broke off");
            }
            return 'x';
          }
        };
    assertThat(failure(() -> client.store(HELLO, broken, "req_1")).error())
        .isInstanceOf(BackendFailed.class);
    assertThat(ollama.awaitCancelled(HELLO, 1, SOON)).isTrue();
    assertThat(ollama.hasBlob(HELLO)).isFalse();
  }

  @Test
  void anInterruptClosesTheConnectionWhateverTheBodyDoes() throws Exception {
    var never = new Semaphore(0);
    var asked = new CountDownLatch(1);
    InputStream deaf =
        new InputStream() {
          @Override
          public int read() {
            asked.countDown();
            never.acquireUninterruptibly();
            return -1;
          }
        };
    Thread caller =
        Thread.ofVirtual().start(() -> failure(() -> client.store(HELLO, deaf, "req_2")));
    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(caller.join(SOON)).isTrue();
    assertThat(ollama.awaitCancelled(HELLO, 1, SOON)).isTrue();
    never.release();
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutItsAddress() {
    ollama.refuseConnections();
    assertThat(failure(() -> client.look(HELLO, "req_1")).error().message())
        .startsWith("mini ")
        .doesNotContain("127.0.0.1");
  }

  private static GatewayException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(GatewayException.class, call);
  }

  private static InputStream hello() {
    return new ByteArrayInputStream("hello".getBytes(UTF_8));
  }

  private BlobClient client(URI url) {
    var bounds = new Bounds(4, SOON, Duration.ZERO, 8192, 100, true);
    return new BlobClient("mini", url, "Bearer key", new Transport(url, bounds), threads);
  }
}
