package dev.localllm.transport;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Pools of connections that are looked at before each use. */
final class Pool {

  private static final int BUFFER = 4096;
  static final Timeout IDLE = Timeout.ofMinutes(1);

  private Pool() {}

  static PoolingHttpClientConnectionManager of(Bounds bounds, boolean secure) {
    Http1Config config =
        Http1Config.custom()
            .setBufferSize(BUFFER)
            // the library refuses what is as long as its limits, and counts the line's end
            .setMaxLineLength(bounds.headerBytes() + 2)
            .setMaxHeaderCount(bounds.headers() + 1)
            .setMaxEmptyLineCount(1)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(socket -> new Carrier(config))
        .setTlsSocketStrategy(secure ? DefaultClientTlsStrategy.createSystemDefault() : plain())
        .setMaxConnTotal(bounds.connections())
        .setMaxConnPerRoute(bounds.connections())
        // the one that has been idle for longest: what comes late behind its last answer has come
        .setConnPoolPolicy(PoolReusePolicy.FIFO)
        .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setIdleTimeout(IDLE)
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build())
        .build();
  }

  /** Nothing to load for a server that is called without TLS. */
  private static TlsSocketStrategy plain() {
    return (socket, target, port, attachment, context) -> {
      throw new IllegalStateException("not by TLS");
    };
  }
}
