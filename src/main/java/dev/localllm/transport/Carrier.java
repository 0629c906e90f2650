package dev.localllm.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.io.SessionOutputBuffer;
import org.apache.hc.core5.http.message.LazyLineParser;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows whether it may be used again. It may not once it has brought anything
 * that nobody had asked for: bytes behind an answer, or an answer to a request that was still being
 * written (RFC 9112, section 9.2).
 *
 * <p>That is looked for when an answer ends, when the connection is leased, and last when the first
 * byte of a request is about to leave. HTTP/1.1 has nothing that ties an answer to its request, so
 * bytes that come within the microseconds after that last look are taken for the answer. Whoever
 * cannot trust a backend that far gives each request a connection of its own ({@link
 * Bounds#reuse}). Through TLS the last look sees only what is decrypted already; the one at the
 * lease waits a millisecond and sees all.
 *
 * <p>Used by one thread at a time. Nothing is ever logged, whatever the level: the library's own
 * connection would show prompts and keys.
 */
final class Carrier extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

  static final int MOST_INTERIM = 10;

  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  private final Receiver receiver = new Receiver();
  private @Nullable SessionInputBuffer buffer;
  private @Nullable Streamed streamed;
  private boolean fit = true;
  private boolean used;
  private long sentBefore;
  private long idleSince = System.nanoTime();

  Carrier(Http1Config config) {
    super(
        config,
        null,
        null,
        new Framing(),
        null,
        null,
        new DefaultHttpResponseParserFactory(config, LazyLineParser.INSTANCE, null));
  }

  /** Whether the answer was the last thing that came, and another request may follow. */
  boolean reusable() throws IOException {
    return fit && quiet();
  }

  /** What follows is of no use, or cannot be told from nothing. */
  void unfit() {
    fit = false;
  }

  /** Ends the exchange, with an exception, when it takes longer; zero for no limit. */
  void expire(Duration limit) {
    receiver.expire(limit);
  }

  /** Whether the backend answers while it is still being asked. */
  boolean early() throws IOException {
    if (!quiet()) {
      fit = false;
    }
    return !fit;
  }

  @Override
  public boolean isStale() throws IOException {
    if (!isOpen() || !quiet()) {
      return true;
    }
    boolean lookTwice =
        getSocket() instanceof SSLSocket || System.nanoTime() - idleSince > QUIET_NANOS;
    return lookTwice && (super.isStale() || !quiet());
  }

  @Override
  public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
    sentBefore = getEndpointDetails().getSentBytesCount();
    super.sendRequestHeader(request);
  }

  @Override
  public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
    if (request.getEntity() instanceof Streamed content) {
      flush();
      streamed = content;
      content.via(this);
    }
    super.sendRequestEntity(request);
  }

  @Override
  public void flush() throws IOException {
    if (early() && getEndpointDetails().getSentBytesCount() == sentBefore) {
      throw used
          ? new ConnectionClosedException("bytes behind the last answer")
          : new BadAnswer("spoke before it was asked");
    }
    super.flush();
    receiver.head();
  }

  @Override
  public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
    ClassicHttpResponse head = super.receiveResponseHeader();
    if (head.getCode() < HttpStatus.SC_SUCCESS) {
      receiver.interim(head.getCode());
    } else {
      used = true;
      receiver.body();
    }
    return head;
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer source, InputStream in) {
    buffer = source;
    return super.createContentInputStream(length, source, in);
  }

  @Override
  protected OutputStream createContentOutputStream(
      long length,
      SessionOutputBuffer target,
      OutputStream out,
      Supplier<List<? extends Header>> trailers) {
    OutputStream whole = super.createContentOutputStream(length, target, out, trailers);
    Streamed content = streamed;
    return length == ContentLengthStrategy.CHUNKED && content != null
        ? content.unlessBrokenOff(whole)
        : whole;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    super.bind(receiver.holding(socket, socket));
  }

  @Override
  public void bind(SSLSocket secure, Socket socket) throws IOException {
    super.bind(receiver.holding(secure, socket));
  }

  @Override
  public @Nullable Socket getSocket() {
    var holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public void passivate() {
    idleSince = System.nanoTime();
    streamed = null;
    receiver.expire(Duration.ZERO);
    setSocketTimeout(Timeout.ZERO_MILLISECONDS);
  }

  @Override
  public void activate() {}

  private boolean quiet() throws IOException {
    Socket socket = getSocket();
    return socket != null
        && (buffer == null || buffer.length() == 0)
        && socket.getInputStream().available() == 0;
  }
}
