package dev.localllm.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two servers may read in two ways is refused, in the dialect of the path (RFC 9112). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
final class StrictHttpIT {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final String HOST = "Host: localhost\r\n";
  private static final String BODY = Dialect.OPENAI.chat("tiny-llama", false);
  private static final String CHUNKED =
      Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";

  private final Gateway gateway;

  StrictHttpIT(Gateway gateway) {
    this.gateway = gateway;
  }

  /** An answer after which the connection was closed. */
  private record Answer(String text) {

    int status() {
      return Integer.parseInt(text.substring(9, 12));
    }

    String head() {
      return text.substring(0, text.indexOf("\r\n\r\n") + 2).toLowerCase(Locale.ROOT);
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    void assertOnlyOne() {
      assertThat(text.split("HTTP/1\\.[01] \\d{3} ", -1)).as(text).hasSize(2);
    }

    void assertRefused() {
      assertThat(status()).as(text).isEqualTo(400);
      assertOnlyOne();
      assertThat(head()).contains("\r\nconnection: close\r\n", "\r\nx-request-id: ");
      assertThat(head()).contains("\r\ncontent-type: application/json");
      assertThat(Dialect.OPENAI.message(Gateway.JSON.readTree(body()))).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 5, 5",
        "Content-Length: 5, 6",
        "Content-Length: 5 5",
        "Content-Length: 0x5",
        "Content-Length: 5.0",
        "Content-Length:",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding:",
        "Transfer-Encoding:|\u0020chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: identity|Transfer-Encoding: chunked"
      })
  void aLengthThatCouldBeReadInTwoWays(String lines) throws IOException {
    String headers = lines.replace("|", "\r\n") + "\r\n";
    send("POST /v1/chat/completions HTTP/1.1\r\n" + HOST + headers + "\r\n" + CHUNKED)
        .assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked", "CHUNKED ", "\tchunked"})
  void chunkedIsReadInAnyCase(String coding) throws IOException {
    String headers = "Connection: close\r\nTransfer-Encoding: " + coding + "\r\n";
    assertThat(
            send("POST /v1/chat/completions HTTP/1.1\r\n" + HOST + headers + "\r\n" + CHUNKED)
                .status())
        .isEqualTo(200);
  }

  @Test
  void chunkedInHttp10() throws IOException {
    send("POST /v1/chat/completions HTTP/1.0\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n"
            + CHUNKED)
        .assertRefused();
  }

  /** The server hides one of them; that it closes is what keeps a second request out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 500|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 5",
      })
  void nothingFollowsABodyWithTwoLengths(String lines) throws IOException {
    String headers = lines.replace("|", "\r\n") + "\r\n";
    String second = "GET /api/version HTTP/1.1\r\n" + HOST + "\r\n";
    Answer answer =
        send("POST /v1/chat/completions HTTP/1.1\r\n" + HOST + headers + "\r\n" + CHUNKED + second);
    assertThat(answer.head()).contains("\r\nconnection: close\r\n");
    answer.assertOnlyOne();
  }

  @Test
  void nothingFollowsABodyWhoseLengthsDiffer() throws IOException {
    String headers = "Content-Length: %d\r\nContent-Length: 5\r\n".formatted(BODY.length());
    String second = "GET /api/version HTTP/1.1\r\n" + HOST + "\r\n";
    Answer answer =
        send("POST /v1/chat/completions HTTP/1.1\r\n" + HOST + headers + "\r\n" + BODY + second);
    assertThat(answer.head()).contains("\r\nconnection: close\r\n");
    answer.assertOnlyOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Host:",
        "Host: localhost|Host: localhost",
        "Host: localhost|Host: evil.example",
        "Host: localhost, evil.example",
        "Host: a@localhost",
        "Host: localhost/x",
        "Host: localhost:x",
        "Host: localhost:123456",
        "Host: [::1",
        "Host: local host",
        "Host:| localhost"
      })
  void aHostThatIsNone(String lines) throws IOException {
    send("GET /v1/models HTTP/1.1\r\n" + lines.replace("|", "\r\n") + "\r\n\r\n").assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/v1/models", "http://a@evil.example/v1/models"})
  void anAddressOfAnotherHost(String target) throws IOException {
    send("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n").assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 0x0b, 0x0c, 0x1b, 0x7f})
  void aControlCharacterInAHeader(int character) throws IOException {
    send("GET /v1/models HTTP/1.1\r\n" + HOST + "X: a" + (char) character + "b\r\n\r\n")
        .assertRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: json",
        "Content-Type: /",
        "Content-Type:",
        "Content-Type: ;;;",
        "Content-Type: a/b; c=\"d",
        "Accept: ///",
        "Accept-Language: ;;q=x",
        "Accept-Charset: ;;q=x",
        "Accept-Encoding: ;;q=x",
        "Content-Language: ;;",
        "If-Modified-Since: x",
        "Cookie: =;;"
      })
  void headersThatAreNotLookedAtMayBeMalformed(String line) throws IOException {
    String headers = HOST + "Connection: close\r\n" + line + "\r\n";
    assertThat(send("GET /v1/models HTTP/1.1\r\n" + headers + "\r\n").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,//v1/models,404",
    "GET,/v1//models/x,404",
    "GET,///v1,404",
    "GET,/./v1/models,404",
    "GET,/%76%31/nothing,404",
    "GET,/v1/models#x,400",
    "GET,/v1/%c0%af,400",
    "TRACE,/v1/models,405",
    "FOO,/v1/models,405",
    "PROPFIND,/v1/models,405",
    "CONNECT,/v1/models,405",
  })
  void anOddRequestIsAnsweredInTheDialectOfItsPath(String method, String path, int status)
      throws IOException {
    Answer answer = send(method + " " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.head()).contains("\r\nx-request-id: ", "content-type: application/json");
    assertThat(Dialect.OPENAI.message(Gateway.JSON.readTree(answer.body()))).isNotBlank();
  }

  /** By its own name a web page may call, and its browser takes the answers for the page's own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8000", "127.0.0.1.evil.example", "EVIL.example."})
  void whereNobodyNeedsACredentialForeignNamesAreRefused(String host) throws IOException {
    for (String origin : List.of("", "Origin: http://" + host + "\r\n")) {
      for (String path : List.of("/v1/models", "/v1/nothing")) {
        Answer answer =
            send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + origin + "\r\n");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(Dialect.OPENAI.message(Gateway.JSON.readTree(answer.body())))
            .contains("ALLOWED_HOSTS");
        assertThat(answer.head()).doesNotContain("access-control-allow-origin");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"api:8000", "host.docker.internal:8000", "[::1]:8000", "10.0.0.7"})
  void namesOfPrivateNetworksAndAddressesAreFine(String host) throws IOException {
    String headers = "Host: " + host + "\r\nConnection: close\r\n";
    assertThat(send("GET /v1/models HTTP/1.1\r\n" + headers + "\r\n").status()).isEqualTo(200);
  }

  /** What comes by servlets that pass no filter; the order of the two requests matters. */
  @Test
  void theServerAsAWholeHasOptions() throws IOException {
    for (String headers : List.of(HOST, HOST + "Accept: */*\r\n")) {
      Answer star = send("OPTIONS * HTTP/1.1\r\n" + headers + "\r\n");
      assertThat(star.status()).isEqualTo(404);
      assertThat(star.head()).contains("\r\nx-request-id: ");
      assertThat(send("GET /v1/nothing HTTP/1.1\r\n" + headers + "\r\n").status()).isEqualTo(404);
    }
  }

  @Test
  void aFileThatIsNotServed() throws IOException {
    Answer answer = send("GET /WEB-INF/web.xml HTTP/1.1\r\n" + HOST + "\r\n");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.head()).contains("\r\nx-request-id: ");
  }

  private Answer send(String request) throws IOException {
    try (Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new Answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }
  }
}
