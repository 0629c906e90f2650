package dev.localllm.pipeline;

import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.WrongCoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * How the body of one request is packed, as its {@code Content-Encoding} says. It is unpacked when
 * all of it has come, within a bound that holds for what comes out: a kilobyte may become a
 * megabyte. Immutable.
 */
public final class ContentCodings {

  /** Not packed. */
  public static final ContentCodings NONE = new ContentCodings(List.of());

  /** Each doubles what it costs to find out that a body is too large. */
  private static final int MOST = 3;

  private static final int PIECE = 32 << 10;

  /** So that some cores are left for requests in plain text. */
  private static final Semaphore CORES =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  private final List<ContentCoding> inOrder;

  private ContentCodings(List<ContentCoding> inOrder) {
    this.inOrder = List.copyOf(inOrder);
  }

  /**
   * Reads the values of all {@code Content-Encoding} headers.
   *
   * @throws GatewayException when one is not understood, or there are too many
   */
  public static ContentCodings of(List<String> headers) {
    if (headers.isEmpty()) {
      return NONE;
    }
    String whole = String.join(",", headers);
    List<ContentCoding> found = new ArrayList<>();
    for (String part : whole.split(",", -1)) {
      String name = part.strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && !name.equals("identity")) {
        found.add(ContentCoding.named(name).orElseThrow(() -> refused(whole)));
      }
    }
    if (found.size() > MOST) {
      throw refused(whole);
    }
    return new ContentCodings(found);
  }

  /** What {@code Accept-Encoding} says to clients whose coding is not understood. */
  public static String accepted() {
    return ContentCoding.all();
  }

  /**
   * Refuses every coding, for a body that is passed on as it comes.
   *
   * @throws GatewayException when there is one
   */
  public void requireNone() {
    if (!inOrder.isEmpty()) {
      throw new GatewayException(new WrongCoding("packed", "identity"));
    }
  }

  /**
   * The body as it was before it was packed. May take long, and blocks while others are at it.
   *
   * @param most bytes that may come out
   * @param holding has been charged with {@code body}, and is with what comes out
   * @throws GatewayException when there are more, or {@code body} is damaged
   */
  public byte[] unpack(byte[] body, int most, Holding holding) {
    if (inOrder.isEmpty() || body.length == 0) {
      return body;
    }
    try {
      CORES.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException(new Busy("the request was given up", Duration.ofSeconds(1)));
    }
    try {
      // first what it comes to, so that nothing is held for what is refused
      int size = size(body, most);
      holding.take(size);
      byte[] whole = new byte[size];
      try (InputStream unpacked = open(body)) {
        unpacked.readNBytes(whole, 0, whole.length);
      }
      holding.giveBack(body.length);
      return whole;
    } catch (IOException e) {
      throw new GatewayException(
          new Invalid("the request body is not what its Content-Encoding says", null));
    } finally {
      CORES.release();
    }
  }

  private int size(byte[] body, int most) throws IOException {
    byte[] piece = new byte[PIECE];
    int size = 0;
    try (InputStream unpacked = open(body)) {
      for (int count = unpacked.read(piece); count >= 0; count = unpacked.read(piece)) {
        size += count;
        if (size > most) {
          throw new GatewayException(new TooLarge(most));
        }
      }
    }
    return size;
  }

  private InputStream open(byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    for (ContentCoding coding : inOrder.reversed()) {
      in = coding.unpack(in);
    }
    return in;
  }

  private static GatewayException refused(String given) {
    return new GatewayException(new WrongCoding(given, ContentCoding.all()));
  }
}
