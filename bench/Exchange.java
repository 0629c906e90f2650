import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * What came of a case.
 *
 * @param head of the answer; empty when there was none
 * @param body of the answer, as far as it came
 * @param trouble what went wrong with the connection; empty when nothing did
 * @param timedOut whether the gateway neither answered nor closed
 */
record Exchange(Head head, String body, String trouble, boolean timedOut) {

  private static final int LONGEST_ANSWER_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 30;
  private static final int PIECES = 8;
  private static final int LEFT_AFTER = 400;

  boolean answered() {
    return !head.text().isEmpty();
  }

  /** Sends the case on {@code wire} and reads what comes. */
  static Exchange of(Case sent, Wire wire) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Head head = new Head("");
    String trouble = "";
    boolean timedOut = false;
    try {
      wire.socket().setSoTimeout(LONGEST_ANSWER_MILLIS);
      String unsent = send(sent, wire);
      if (sent.manner() == Case.Manner.TWICE && read(wire, sent, body)) {
        body.reset();
      }
      if (sent.manner() != Case.Manner.CUT_OFF && read(wire, sent, body)) {
        head = wire.head();
      } else {
        trouble = "closed without an answer" + unsent;
      }
    } catch (SocketTimeoutException e) {
      timedOut = true;
      head = wire.head();
      trouble = "silent for " + LONGEST_ANSWER_MILLIS + " ms";
    } catch (IOException | RuntimeException e) {
      trouble = e.toString();
      head = wire.head();
    }
    return new Exchange(head, body.toString(StandardCharsets.UTF_8), trouble, timedOut);
  }

  /** Sends; when the gateway does not take it all it may have answered already. */
  private static String send(Case sent, Wire wire) throws IOException {
    byte[] bytes = sent.bytes();
    try {
      switch (sent.manner()) {
        case WHOLE, LEFT -> wire.send(bytes);
        case TWICE -> {
          wire.send(bytes);
          wire.send(bytes);
        }
        case CUT_OFF, STALLED -> wire.send(java.util.Arrays.copyOf(bytes, bytes.length - 3));
        case DRIPPED -> drip(bytes, wire);
      }
    } catch (IOException e) {
      return " after " + e.getMessage();
    }
    return "";
  }

  private static void drip(byte[] bytes, Wire wire) throws IOException {
    for (int i = 0; i < PIECES; i++) {
      int from = bytes.length * i / PIECES;
      int to = bytes.length * (i + 1) / PIECES;
      wire.send(java.util.Arrays.copyOfRange(bytes, from, to));
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static boolean read(Wire wire, Case sent, ByteArrayOutputStream body) throws IOException {
    do {
      if (!wire.readHead()) {
        return false;
      }
    } while (wire.head().status() == 100);
    int status = wire.head().status();
    if (sent.method().equals("HEAD") || status == 204 || status == 304) {
      return true;
    }
    boolean leaving = sent.manner() == Case.Manner.LEFT;
    wire.readBody((bytes, from, to) -> {
      body.write(bytes, from, to - from);
      if (leaving && body.size() > LEFT_AFTER) {
        throw new IOException("left");
      }
    });
    return true;
  }
}
