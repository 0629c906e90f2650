package dev.localllm.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localllm.fake.Break;
import dev.localllm.fake.FakeOllama;
import dev.localllm.fake.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may answer, and which connections are used again (FLT-3, FLT-5). */
class TransportTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String PATH = "/api/version";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String MINE = OK + "Content-Length: 4\r\n\r\nmine";
  private static final String FOREIGN = OK + "Content-Length: 7\r\n\r\nforeign";

  private final FakeOllama ollama = FakeOllama.start();
  private final Transport transport =
      new Transport(ollama.url(), new Bounds(4, SOON, SOON, 1024, 20, true));

  @AfterEach
  void stop() {
    transport.close();
    ollama.close();
  }

  @Test
  void aConnectionServesOneRequestAfterTheOther() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(ask()).contains("0.34.2");
    }
    assertThat(ollama.accepted()).isEqualTo(1);
  }

  @Test
  void unlessItMayNot() throws IOException {
    try (var careful = new Transport(ollama.url(), new Bounds(4, SOON, SOON, 1024, 20, false))) {
      for (int i = 0; i < 3; i++) {
        assertThat(read(careful)).contains("0.34.2");
      }
    }
    assertThat(ollama.accepted()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // bytes behind an answer, with it and after it
        MINE + FOREIGN,
        MINE + "|" + FOREIGN,
        MINE + "|x",
        MINE + "\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nmine\r\n0\r\n\r\n" + FOREIGN,
        OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nmine\r\n0\r\n\r\n|" + FOREIGN,
        // a length that is too short
        OK + "Content-Length: 4\r\n\r\nmine and what follows",
        // framed by nothing but the end of the connection
        OK + "Connection: close\r\nContent-Length: 4\r\n\r\nmine" + FOREIGN
      })
  void surplusBytesAreNobodysAnswer(String answer) throws Exception {
    script(new Script().perToken(Duration.ofMillis(1)).raw(answer.split("\\|")).times(1));
    assertThat(ask()).isEqualTo("mine");
    assertThat(ollama.awaitIdle(SOON)).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(ask()).contains("0.34.2");
    }
    assertThat(ollama.accepted()).isEqualTo(2);
  }

  @Test
  void surplusBytesThatComeMuchLaterAreSeenWhenTheConnectionIsLeased() throws Exception {
    script(new Script().perToken(Duration.ofMillis(200)).raw(MINE, FOREIGN).times(1));
    assertThat(ask()).isEqualTo("mine");
    assertThat(ollama.awaitIdle(SOON)).isTrue();
    assertThat(ask()).contains("0.34.2");
    assertThat(ollama.accepted()).isEqualTo(2);
  }

  @Test
  void aBodyBehindAnAnswerToHeadIsNobodysAnswer() throws Exception {
    script(new Script().raw(FOREIGN).times(1));
    transport.send("HEAD", uri(PATH), Map.of(), new byte[0]).release(true);
    assertThat(ask()).contains("0.34.2");
    assertThat(ollama.accepted()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n; answered with status 204, which says nothing",
        "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n; answered with status 205",
        "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}; answered with status 202",
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\n{}; answered with status 206",
        "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n;"
            + " redirects are not followed",
        "HTTP/1.1 307 Go\r\nLocation: /\r\nContent-Length: 0\r\n\r\n; redirects are not followed",
        "HTTP/1.1 304 Not Modified\r\n\r\n; status 304",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n; switch to another protocol",
        "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n; status 600",
        "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n; status 999",
        "HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n; does not answer as an HTTP server does",
        "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n; another version of HTTP",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n; does not answer as an HTTP server does",
        "<html>just so</html>\r\n\r\n; does not answer as an HTTP server does",
        "SSH-2.0-OpenSSH_9.2\r\n; does not answer as an HTTP server does",
        "HTTP/1.1 abc OK\r\n\r\n; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n;"
            + " does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ;"
            + " does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{};"
            + " does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\n{}; does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{};"
            + " does not answer as an HTTP server does",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n;"
            + " does not answer as an HTTP server does"
      })
  void whatIsNoAnswerIsSaidToBeNone(String headAndWhy) {
    String head = headAndWhy.split(";")[0];
    String why = headAndWhy.split(";")[1];
    script(new Script().raw(head));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class).hasMessageContaining(why.strip());
    assertThat(ollama.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'X-Endless: ', y, out of bounds",
    "'', 'X-Many: 1\r\n', out of bounds",
    "'X-Folded: a\r\n', ' folded\r\n', out of bounds"
  })
  void headersWithoutEndAreCutOff(String begin, String more, String why) {
    script(new Script().raw(OK + begin).endlessly(more.repeat(64)));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class).hasMessageContaining(why);
    assertThat(ollama.awaitIdle(SOON)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"})
  void interimAnswersWithoutEndAreCutOff(String interim) {
    script(new Script().raw(interim).endlessly(interim));
    assertThatThrownBy(this::ask)
        .isInstanceOf(BadAnswer.class)
        .hasMessageContaining("more than 10 interim answers");
    assertThat(ollama.awaitIdle(SOON)).isTrue();
  }

  @Test
  void aFewInterimAnswersAreNone() throws IOException {
    script(new Script().raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(3) + MINE));
    assertThat(ask()).isEqualTo("mine");
  }

  @Test
  void asManyAndAsLongHeadersAsAllowedAre() throws IOException {
    String longest = "X-Long: " + "y".repeat(1024 - 8) + "\r\n";
    String many = "X-Many: 1\r\n".repeat(18);
    script(new Script().raw(OK + many + longest + "Content-Length: 4\r\n\r\nmine").times(1));
    assertThat(ask()).isEqualTo("mine");
    script(
        new Script().raw(OK + longest.replace("\r\n", "y\r\n") + "Content-Length: 4\r\n\r\nmine"));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class);
    script(new Script().raw(OK + many + "X: 1\r\nX: 1\r\nContent-Length: 4\r\n\r\nmine"));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 40\r\n\r\nmine",
        "Transfer-Encoding: chunked\r\n\r\n40\r\nmine",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nmine",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nmine\r\n",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nmineX",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\nmine\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-4\r\nmine\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n\r\nmine\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nmine\r\n0\r\n\r\n"
      })
  void aBodyWhoseFramingIsWrongIsNotTakenForAWholeOne(String rest) throws IOException {
    script(new Script().raw(OK + rest).breaks(Break.HALF_LINE, 0).times(1));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class);
    assertThat(ask()).contains("0.34.2");
    assertThat(ollama.accepted()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4;x=%s\r\nmine\r\n0\r\n\r\n", "4\r\nmine\r\n0\r\nX: %s\r\n\r\n"})
  void chunkExtensionsAndTrailersAreBounded(String chunks) {
    String body = chunks.formatted("y".repeat(4096));
    script(new Script().raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + body));
    assertThatThrownBy(this::ask).isInstanceOf(BadAnswer.class);
  }

  @Test
  void aConnectionThatEndsBeforeTheHeadIsLost() {
    script(new Script().raw("").breaks(Break.HALF_LINE, 0));
    assertThatThrownBy(this::ask).isInstanceOf(NoHttpResponseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 2", OK, OK + "Content-Len", OK + "Content-Length: 0\r\n"})
  void andSoIsOneThatEndsWithinIt(String part) {
    script(new Script().raw(part).breaks(Break.HALF_LINE, 0));
    assertThatThrownBy(this::ask).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void anAnswerThatIsGivenUpIsNotReadOn() throws Exception {
    script(new Script().raw(OK + "Content-Length: 99999999\r\n\r\nx").endlessly("y".repeat(8192)));
    Answer answer = transport.send("GET", uri(PATH), Map.of(), new byte[0]);
    assertThat(answer.read()).isEqualTo('x');
    long begun = System.nanoTime();
    answer.release(false);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    assertThat(ollama.awaitIdle(SOON)).isTrue();
  }

  @Test
  void anAnswerOfWhichOnlyTheEndIsMissingLetsItsConnectionBeUsedAgain() throws Exception {
    Answer answer = transport.send("GET", uri(PATH), Map.of(), new byte[0]);
    assertThat(answer.readNBytes("{\"version\":\"0.34.2\"}".length())).hasSize(20);
    answer.release(true);
    ask();
    assertThat(ollama.accepted()).isEqualTo(1);
  }

  @Test
  void whoeverWaitsForTheRestInVainGivesUpSoon() throws Exception {
    script(new Script().raw(OK + "Content-Length: 20\r\n\r\nx").times(1));
    Answer answer = transport.send("GET", uri(PATH), Map.of(), new byte[0]);
    assertThat(answer.read()).isEqualTo('x');
    answer.release(true);
    assertThat(ask()).contains("0.34.2");
    assertThat(ollama.accepted()).isEqualTo(2);
  }

  @Test
  void anExchangeMayTakeSoLong() {
    try (var hasty =
        new Transport(ollama.url(), new Bounds(4, SOON, Duration.ofMillis(300), 1024, 20, true))) {
      script(
          new Script()
              .perToken(Duration.ofMillis(100))
              .raw("HTTP/1.1 2", "00 OK", "\r\nA", ":", "b", "\r\nC", ":", "d", "\r\n", "\r\n"));
      assertThatThrownBy(() -> read(hasty)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** The server answers when it has seen the head, and never reads the rest. */
  @Test
  void anEarlyAnswerEndsAnUploadAndItsConnectionIsNotUsedAgain() throws Exception {
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> met = threads.submit(() -> answerEarly(server));
      URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
      try (var own = new Transport(url, new Bounds(2, SOON, SOON, 1024, 20, true))) {
        URI blob = URI.create(url + "/api/blobs/sha256:0");
        Answer refused = own.send("POST", blob, Map.of(), new Endless(), threads);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(new String(refused.readAllBytes(), UTF_8)).isEqualTo("mine");
        refused.release(true);
        assertThat(own.send("GET", blob, Map.of(), new byte[0]).status()).isEqualTo(400);
      }
      assertThat(met.get()).isEqualTo(2);
    }
  }

  private static int answerEarly(ServerSocket server) throws IOException {
    for (int met = 1; ; met++) {
      Socket client = server.accept();
      client.getInputStream().readNBytes(20);
      client.getOutputStream().write(MINE.replace("200 OK", "400 No").getBytes(UTF_8));
      if (met == 2) {
        return met;
      }
    }
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }
  }

  @Test
  void anInterruptEndsWhateverIsWaitedFor() throws Exception {
    script(new Script().beforeHead(Duration.ofHours(1)));
    Thread caller = Thread.ofVirtual().start(() -> assertThatThrownBy(this::ask));
    assertThat(ollama.awaitFurther(PATH, 1, SOON) || !ollama.requests().isEmpty()).isTrue();
    caller.interrupt();
    assertThat(caller.join(SOON)).isTrue();
    assertThat(ollama.awaitIdle(SOON)).isTrue();
  }

  private void script(Script script) {
    ollama.script(PATH, script);
  }

  private String ask() throws IOException {
    return read(transport);
  }

  private String read(Transport by) throws IOException {
    Answer answer = by.send("GET", uri(PATH), Map.of("X-Request-Id", "req_1"), new byte[0]);
    try {
      return new String(answer.readAllBytes(), UTF_8);
    } finally {
      answer.release(true);
    }
  }

  private URI uri(String path) {
    return URI.create(ollama.url() + path);
  }
}
