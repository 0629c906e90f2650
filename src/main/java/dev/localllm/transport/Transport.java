package dev.localllm.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.ConnectionHolder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Exchanges with one server, on connections of a pool of its own. Thread-safe. */
public final class Transport implements AutoCloseable {

  private static final Timeout CHECKOUT = Timeout.ofMilliseconds(250);
  private static final Set<String> OURS =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "user-agent");

  private final Bounds bounds;
  private final HttpHost host;
  private final HttpRoute route;
  private final String hostHeader;
  private final PoolingHttpClientConnectionManager pool;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();

  /** To the server of {@code url}, whose path does not matter. */
  public Transport(URI url, Bounds bounds) {
    this.bounds = bounds;
    host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    route = new HttpRoute(host, null, secure);
    hostHeader = url.getAuthority();
    pool = Pool.of(bounds, secure);
  }

  /**
   * Asks, and waits for the response head.
   *
   * @param uri to that server
   * @param headers without those that the transport sets itself
   * @param body empty for none
   * @throws BadAnswer when what comes is no answer
   * @throws IOException when the connection cannot be had or breaks
   */
  public Answer send(String method, URI uri, Map<String, String> headers, byte[] body)
      throws IOException {
    ClassicHttpRequest request = request(method, uri, headers);
    if (body.length > 0) {
      request.setHeader(HttpHeaders.CONTENT_LENGTH, body.length);
      request.setEntity(new ByteArrayEntity(body, null));
    }
    return exchange(request);
  }

  /**
   * Sends {@code content} as it comes; when it cannot be read on, the connection is closed before
   * the body's end.
   *
   * @param threads run what reads it, which may block
   * @throws BadAnswer as above, and so is {@link IOException}
   */
  public Answer send(
      String method, URI uri, Map<String, String> headers, InputStream content, Executor threads)
      throws IOException {
    ClassicHttpRequest request = request(method, uri, headers);
    request.setHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
    request.setEntity(new Streamed(content, threads));
    return exchange(request);
  }

  /** Closes connections that nobody has needed for a minute; to be called now and then. */
  public void tidy() {
    pool.closeIdle(Pool.IDLE);
  }

  @Override
  public void close() {
    pool.close(CloseMode.IMMEDIATE);
  }

  boolean reuses() {
    return bounds.reuse();
  }

  void release(ConnectionEndpoint endpoint, boolean reusable) {
    pool.release(endpoint, null, reusable ? TimeValue.NEG_ONE_MILLISECOND : null);
  }

  private ClassicHttpRequest request(String method, URI uri, Map<String, String> headers) {
    String path =
        uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    var request =
        new BasicClassicHttpRequest(method, host.getSchemeName(), new URIAuthority(host), path);
    request.setHeader(HttpHeaders.HOST, hostHeader);
    request.setHeader(HttpHeaders.USER_AGENT, "local-llm-server");
    headers.forEach((name, value) -> {
      if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
        request.setHeader(name, value);
      }
    });
    return request;
  }

  private Answer exchange(ClassicHttpRequest request) throws IOException {
    ConnectionEndpoint endpoint = lease();
    boolean answered = false;
    try {
      Answer answer = perform(request, endpoint);
      answered = true;
      return answer;
    } catch (HttpException e) {
      throw Heads.bad(e);
    } catch (MessageConstraintException e) {
      throw Heads.tooLong(bounds, e);
    } finally {
      if (!answered) {
        endpoint.close(CloseMode.IMMEDIATE);
        release(endpoint, false);
      }
    }
  }

  private Answer perform(ClassicHttpRequest request, ConnectionEndpoint endpoint)
      throws IOException, HttpException {
    var context = HttpCoreContext.create();
    pool.connect(endpoint, Timeout.of(bounds.connectTimeout()), context);
    var carrier = (Carrier) ((ConnectionHolder) endpoint).get();
    carrier.expire(bounds.exchangeTimeout());
    ClassicHttpResponse head = endpoint.execute("", request, executor::execute, context);
    Heads.check(head);
    if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, head, context)) {
      carrier.unfit();
    }
    HttpEntity entity = head.getEntity();
    InputStream body = entity == null ? null : entity.getContent();
    return new Answer(head.getCode(), this, endpoint, carrier, body);
  }

  private ConnectionEndpoint lease() throws IOException {
    try {
      return pool.lease("", route, CHECKOUT, null).get(CHECKOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was given up");
    } catch (TimeoutException e) {
      throw new BadAnswer("is called too often at a time", e);
    } catch (ExecutionException e) {
      throw new IOException("no connection", e);
    }
  }
}
