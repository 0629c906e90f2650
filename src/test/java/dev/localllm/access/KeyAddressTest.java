package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.localllm.access.TokenCheck.Known;
import dev.localllm.settings.RateLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from a real web server. */
@Timeout(60)
class KeyAddressTest {

  private static final Duration SOON = Duration.ofMillis(400);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private URI address;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  @AfterEach
  void close() {
    over.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void keysAreFetchedOverTheNetworkAndUsed() {
    serve("/keys", exchange -> answer(exchange, 200, Issuer.published(Issuer.RSA)));
    Issuer issuer = new Issuer();
    Tokens tokens =
        new Tokens(
            Issuer.trust(),
            new RateLimits(0, 0, 0),
            () -> issuer.now,
            new KeyAddress(address),
            threads);
    tokens.renew();
    assertThat(tokens.await(Issuer.token(), Duration.ofSeconds(30))).isInstanceOf(Known.class);
    assertThat(asked).containsExactly("GET /keys application/jwk-set+json, application/json");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) {
    serve(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().add("Location", address + "/elsewhere");
          answer(exchange, status, new byte[0]);
        });
    assertUnavailable("the answer has status " + status);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 400, 401, 404, 500, 503})
  void otherAnswersThanOkAreNoKeys(int status) {
    serve("/keys", exchange -> answer(exchange, status, new byte[0]));
    assertUnavailable("the answer has status " + status);
  }

  @Test
  void theLongestAnswerHas512Kilobytes() throws Exception {
    serve("/keys", exchange -> answer(exchange, 200, new byte[512 * 1024]));
    assertThat(new KeyAddress(address).fetch()).hasSize(512 * 1024);
    serve("/keys", exchange -> answer(exchange, 200, new byte[512 * 1024 + 1]));
    assertUnavailable("the fetch fails with IOException");
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() {
    serve(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(new byte[64 * 1024]);
          }
        });
    assertUnavailable("the fetch fails with IOException");
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() {
    serve("/keys", exchange -> hang());
    assertUnavailable("the answer takes too long");
  }

  @Test
  void anAnswerThatTricklesIsGivenUp() {
    serve(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          hang();
        });
    assertUnavailable("the answer takes too long");
  }

  @Test
  void anAnswerThatBreaksOffIsNoAnswer() {
    serve(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.close();
        });
    assertUnavailable("the fetch fails with IOException");
  }

  @Test
  void nobodyThereIsToldWithoutTheAddress() {
    server.stop(0);
    assertThatThrownBy(() -> new KeyAddress(address, SOON, SOON).fetch())
        .isInstanceOf(KeySource.Unavailable.class)
        .hasMessage("the fetch fails with ConnectException");
  }

  private void assertUnavailable(String reason) {
    assertThatThrownBy(() -> new KeyAddress(address, SOON, SOON).fetch())
        .isInstanceOf(KeySource.Unavailable.class)
        .hasMessage(reason);
  }

  private void serve(String path, HttpHandler handler) {
    if (!asked.isEmpty()) {
      server.removeContext(path);
    }
    server.createContext(
        path,
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Accept"));
          handler.handle(exchange);
        });
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
