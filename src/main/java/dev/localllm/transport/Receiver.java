package dev.localllm.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * What comes from a backend, with what the library does not see to: that a head is whole, that its
 * interim answers end, and that all of it comes in time. One thread.
 */
final class Receiver {

  private static final long NEVER = Long.MAX_VALUE;
  private static final int SWITCHING = 101;

  private boolean inHead;
  private boolean begun;
  private int interim;
  private long deadline = NEVER;

  /** A head is expected. */
  void head() {
    inHead = true;
    begun = false;
    interim = 0;
  }

  /** An answer before the answer has come. */
  void interim(int status) throws BadAnswer {
    if (status == SWITCHING) {
      throw new BadAnswer("wants to switch to another protocol");
    }
    if (++interim > Carrier.MOST_INTERIM) {
      throw new BadAnswer("sent more than " + Carrier.MOST_INTERIM + " interim answers");
    }
    begun = false;
  }

  /** The head has come; a body may have any end. */
  void body() {
    inHead = false;
  }

  void expire(Duration limit) {
    deadline = limit.isZero() ? NEVER : System.nanoTime() + limit.toNanos();
  }

  SocketHolder holding(Socket socket, Socket base) {
    return socket instanceof SSLSocket secure
        ? new SocketHolder(secure, base) {
          @Override
          protected InputStream getInputStream(Socket plainOrNot) throws IOException {
            return new Incoming(plainOrNot);
          }
        }
        : new SocketHolder(socket) {
          @Override
          protected InputStream getInputStream(Socket plainOrNot) throws IOException {
            return new Incoming(plainOrNot);
          }
        };
  }

  private final class Incoming extends FilterInputStream {

    private final Socket socket;

    Incoming(Socket socket) throws IOException {
      super(socket.getInputStream());
      this.socket = socket;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (deadline != NEVER) {
        hurry();
      }
      int count = super.read(bytes, offset, length);
      if (count < 0 && inHead && begun) {
        throw new ConnectionClosedException("within the head");
      }
      begun |= count > 0;
      return count;
    }

    private void hurry() throws IOException {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("timed out");
      }
      socket.setSoTimeout((int) Math.min(left + 1, Integer.MAX_VALUE));
    }
  }
}
