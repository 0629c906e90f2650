package dev.localllm.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The status of an answer and its body. The connection goes back to the pool when the body has been
 * read exactly to its end, and is closed otherwise, at once: nothing is read on only to be thrown
 * away. Belongs to one thread at a time.
 */
public final class Answer extends InputStream {

  /** The end of a body comes right behind its last byte, in a packet of its own perhaps. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private final int status;
  private final Transport transport;
  private final ConnectionEndpoint endpoint;
  private final Carrier carrier;
  private final @Nullable InputStream body;
  private boolean over;

  @SuppressWarnings("UnusedVariable") // there to be reachable
  private @Nullable Object library;

  Answer(
      int status,
      Transport transport,
      ConnectionEndpoint endpoint,
      Carrier carrier,
      @Nullable InputStream body) {
    this.status = status;
    this.transport = transport;
    this.endpoint = endpoint;
    this.carrier = carrier;
    this.body = body;
    if (body == null) {
      carrier.unfit();
      end();
    }
  }

  /** The HTTP status: 200, 201, or one from 400 to 599. */
  public int status() {
    return status;
  }

  /** Keeps {@code response} from being collected, whose finalizer might close this. */
  public Answer carriedBy(Object response) {
    library = response;
    return this;
  }

  /**
   * Ends the answer. One that is {@code complete} lets its connection be used again, if the end of
   * the body comes soon; any other is given up.
   */
  public void release(boolean complete) {
    if (complete && !over) {
      carrier.expire(LINGER);
      try {
        if (read(new byte[1]) >= 0) {
          carrier.unfit();
        }
      } catch (IOException noEnd) {
        carrier.unfit();
      }
    }
    close();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * Reads on.
   *
   * @throws BadAnswer when what comes breaks the protocol
   * @throws IOException when the connection breaks
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (over || body == null) {
      return -1;
    }
    try {
      int count = body.read(bytes, offset, length);
      if (count < 0) {
        end();
      }
      return count;
    } catch (MalformedChunkCodingException | MessageConstraintException e) {
      close();
      throw new BadAnswer("sent an answer whose chunks are malformed", e);
    } catch (ConnectionClosedException e) {
      close();
      throw new BadAnswer("closed the connection within its answer", e);
    } catch (SocketException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      library = null;
      endpoint.close(CloseMode.IMMEDIATE);
      transport.release(endpoint, false);
    }
  }

  private void end() {
    boolean again = false;
    try {
      again = transport.reuses() && carrier.reusable();
    } catch (IOException broken) {
      again = false;
    }
    if (again) {
      over = true;
      library = null;
      transport.release(endpoint, true);
    } else {
      close();
    }
  }
}
