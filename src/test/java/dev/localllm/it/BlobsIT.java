package dev.localllm.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.RawClient;
import dev.localllm.fake.Received;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blobs pass through as they come, within bounds (API-1, FLT-4, FLT-5). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({
  "ANONYMOUS_SCOPES=inference,models:read,models:manage,usage:read",
  "MAX_BODY_SIZE=1MB",
  "MAX_BLOB_SIZE=64MB",
  "IDLE_TIMEOUT=2s",
  "MANAGEMENT_IDLE_TIMEOUT=4s"
})
final class BlobsIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String PIECE = "x".repeat(1 << 16);

  private final Gateway gateway;
  private final FakeOllama ollama;

  BlobsIT(Gateway gateway, FakeOllama ollama) {
    this.gateway = gateway;
    this.ollama = ollama;
  }

  @AfterEach
  void theServerIsWell() {
    ollama.deaf(false);
    assertThat(ollama.awaitIdle(SOON)).isTrue();
    assertThat(gateway.awaitMetric("llm_gateway_requests_in_flight 0.0", SOON)).isTrue();
    assertThat(gateway.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void mayBeLongerThanABody() {
    String content = PIECE.repeat(64);
    String digest = digest(content);
    assertThat(gateway.post(path(digest), content).status()).isEqualTo(201);
    assertThat(ollama.hasBlob(digest)).isTrue();
  }

  @Test
  void mayComeWithoutALength() throws IOException {
    String digest = digest(PIECE.repeat(8));
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(head(digest, "Transfer-Encoding: chunked"));
      for (int i = 0; i < 8; i++) {
        client.send("10000\r\n" + PIECE + "\r\n");
      }
      client.send("0\r\n\r\n");
      assertThat(client.status()).isEqualTo(201);
    }
  }

  @Test
  void isRefusedAtOnceWhenItIsSaidToBeTooLong() throws IOException {
    String digest = digest("too long");
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(head(digest, "Content-Length: " + ((64L << 20) + 1)));
      assertThat(client.status()).isEqualTo(413);
    }
    assertThat(requests("POST", digest)).isEmpty();
  }

  @Test
  void isBrokenOffWhenItBecomesTooLong() throws IOException {
    String digest = digest("much too long");
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(head(digest, "Transfer-Encoding: chunked"));
      for (int i = 0; i < 1025; i++) {
        client.send("10000\r\n" + PIECE + "\r\n");
      }
      assertThat(client.status()).isEqualTo(413);
    }
    assertThat(ollama.awaitCancelled(digest, 1, SOON)).isTrue();
    assertThat(ollama.hasBlob(digest)).isFalse();
  }

  @Test
  void isBrokenOffWhenTheClientLeaves() throws IOException {
    String digest = digest(PIECE + PIECE);
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(head(digest, "Content-Length: " + 2 * PIECE.length()) + PIECE);
    }
    assertThat(ollama.awaitCancelled(digest, 1, SOON)).isTrue();
    assertThat(ollama.hasBlob(digest)).isFalse();
  }

  @Test
  void isGivenUpWhenNothingComes() throws IOException {
    String digest = digest("never comes");
    try (RawClient client = RawClient.connect(gateway.url())) {
      client.send(head(digest, "Content-Length: 100000") + PIECE);
      long begun = System.nanoTime();
      assertThat(client.status()).isEqualTo(408);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(5));
      assertThat(client.body()).contains("nothing of the request body came for 2 s");
    }
    assertThat(ollama.awaitCancelled(digest, 1, SOON)).isTrue();
  }

  @Test
  void slowOnesHoldNoThreads() throws IOException {
    List<RawClient> drips = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawClient drip = RawClient.connect(gateway.url());
        drip.send(head(digest("drip " + i), "Content-Length: 100") + "x");
        drips.add(drip);
      }
      long begun = System.nanoTime();
      assertThat(gateway.get("/api/version").status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
      for (RawClient drip : drips) {
        assertThat(drip.status()).isEqualTo(408);
      }
    } finally {
      for (RawClient drip : drips) {
        drip.close();
      }
    }
  }

  @Test
  void aBackendThatTakesNothingHoldsTheClientBackAndIsGivenUp() throws Exception {
    String digest = digest("not taken");
    try (Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
      socket.setSoTimeout(10_000);
      ollama.deaf(true);
      socket.getOutputStream().write(head(digest, "Content-Length: 60000000").getBytes(US_ASCII));
      assertThat(gateway.awaitMetric("llm_gateway_requests_in_flight 1.0", SOON)).isTrue();
      AtomicLong sent = new AtomicLong();
      Thread sender = Thread.ofVirtual().start(() -> send(socket, 60_000_000, sent));
      byte[] answer = new byte[4096];
      int count = socket.getInputStream().read(answer);
      assertThat(new String(answer, 0, count, US_ASCII)).startsWith("HTTP/1.1 504");
      assertThat(sent.get()).as("what the gateway and the sockets hold").isLessThan(40_000_000);
      sender.join();
    }
    assertThat(ollama.hasBlob(digest)).isFalse();
  }

  @Test
  void aKnownOneIsNotSentAgain() {
    String content = PIECE.repeat(32);
    String digest = digest(content);
    assertThat(gateway.post(path(digest), content).status()).isEqualTo(201);
    assertThat(gateway.post(path(digest), content).status()).isEqualTo(200);
    assertThat(requests("POST", digest)).hasSize(1);
  }

  @Test
  void aBackendThatIsAwayIsSaidToBe() {
    ollama.refuseConnections();
    ollama.closeConnections();
    try {
      Gateway.Reply reply = gateway.post(path(digest("away")), "away");
      assertThat(reply.status()).isEqualTo(502);
      assertThat(Dialect.OLLAMA.message(reply.json())).isNotBlank();
    } finally {
      ollama.acceptConnections();
    }
  }

  private List<Received> requests(String method, String digest) {
    return ollama.requests().stream()
        .filter(request -> request.method().equals(method) && request.path().endsWith(digest))
        .toList();
  }

  private static void send(Socket socket, int length, AtomicLong sent) {
    byte[] piece = PIECE.getBytes(US_ASCII);
    try {
      while (sent.get() < length) {
        socket.getOutputStream().write(piece, 0, (int) Math.min(piece.length, length - sent.get()));
        sent.addAndGet(piece.length);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError(e);
    } catch (IOException closed) {
      // as it should be: nobody wants the rest
    }
  }

  private static String path(String digest) {
    return "/api/blobs/" + digest;
  }

  private static String head(String digest, String framing) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(path(digest), framing);
  }

  private static String digest(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
