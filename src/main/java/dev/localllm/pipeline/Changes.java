package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what may have changed the models of a backend, so that nobody who has been told of a
 * change is shown what was before. Thread-safe.
 */
final class Changes implements ManagementListener {

  private final AtomicLong count = new AtomicLong();

  /** How many there have been. */
  long count() {
    return count.get();
  }

  @Override
  public void managed(Settlement settlement) {
    count.incrementAndGet();
  }

  /** The same client, whom nothing is told before it is counted. */
  @Override
  public Client answering(Client client) {
    return new Counting(client);
  }

  private final class Counting implements Client {

    private final Client client;

    Counting(Client client) {
      this.client = client;
    }

    @Override
    public void headers(Map<String, String> more) {
      client.headers(more);
    }

    @Override
    public void stream(String contentType, StreamWriter writer) {
      client.stream(contentType, out -> writer.writeTo(new CountingStream(out)));
    }

    @Override
    public void send(String contentType, byte[] body) {
      count.incrementAndGet();
      client.send(contentType, body);
    }

    @Override
    public void done(int status) {
      count.incrementAndGet();
      client.done(status);
    }

    @Override
    public void fail(GatewayError error) {
      count.incrementAndGet();
      client.fail(error);
    }
  }

  private final class CountingStream extends FilterOutputStream {

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      count.incrementAndGet();
      out.write(bytes, offset, length);
    }
  }
}
