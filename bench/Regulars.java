import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that do what they should, at a steady rate: a request is due at its time, however long
 * the ones before it take, and names a word that its answer, and no other answer, must repeat.
 */
final class Regulars implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int STREAMED = 20;

  private final List<Target> callers;
  private final long interval;
  private final Findings findings;
  private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private volatile boolean over;
  private Samples whole = new Samples();
  private Samples first = new Samples();

  /**
   * What came of some time's requests.
   *
   * @param whole nanoseconds to the end of whole answers
   * @param first nanoseconds to the first token of streams
   */
  record Outcome(Samples whole, Samples first, long errors) {

    @Override
    public String toString() {
      return "%,d answers, %d errors, p50 %.1f p99 %.1f ms; first token p50 %.1f p99 %.1f ms"
          .formatted(
              whole.count() + first.count(),
              errors,
              whole.millis(.5),
              whole.millis(.99),
              first.millis(.5),
              first.millis(.99));
    }
  }

  Regulars(List<Target> callers, int perSecond, Findings findings) {
    this.callers = callers;
    this.findings = findings;
    interval = 1_000_000_000L / perSecond;
    Thread.ofPlatform().daemon().start(this::pace);
  }

  private void pace() {
    long start = System.nanoTime();
    try {
      for (long i = 0; !over; i++) {
        long due = start + i * interval;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        long number = i;
        underWay.incrementAndGet();
        Thread.startVirtualThread(() -> {
          ask(number, due);
          underWay.decrementAndGet();
        });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What came since it was last asked. */
  synchronized Outcome outcome() {
    Outcome outcome = new Outcome(whole, first, errors.getAndSet(0));
    whole = new Samples();
    first = new Samples();
    return outcome;
  }

  private void ask(long number, long due) {
    Target caller = callers.get((int) (number % callers.size()));
    boolean stream = number % 4 == 3;
    String mark = "m" + number;
    Wire wire = idle.pollFirst();
    try {
      wire = wire == null ? Wire.connect(caller.port()) : wire;
      wire.socket().setSoTimeout(PATIENCE_MILLIS);
      Tokens tokens = new Tokens(new Samples());
      String answer = exchange(wire, caller.marked(mark, stream ? STREAMED : 0), tokens);
      require(wire, answer, mark, tokens.count(), stream ? STREAMED : 1);
      long end = stream ? tokens.firstNanos() : System.nanoTime();
      note(stream, end - due);
      keep(wire);
    } catch (IOException | RuntimeException e) {
      failed(mark, e);
      if (wire != null) {
        wire.close();
      }
    }
  }

  private void keep(Wire wire) {
    if (wire.closing()) {
      wire.close();
    } else {
      idle.addFirst(wire);
    }
  }

  private static String exchange(Wire wire, byte[] request, Tokens tokens) throws IOException {
    wire.send(request);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    if (!wire.readHead()) {
      throw new IOException("closed instead of an answer");
    }
    wire.readBody((bytes, from, to) -> {
      tokens.take(bytes, from, to);
      answer.write(bytes, from, to - from);
    });
    return answer.toString(StandardCharsets.UTF_8);
  }

  private static void require(Wire wire, String answer, String mark, int tokens, int wanted)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    if (wire.head().status() != 200) {
      wrong.add("status " + wire.head().status());
    }
    if (tokens != wanted) {
      wrong.add(tokens + " tokens");
    }
    if (answer.indexOf("#" + mark + "\"") < 0 || answer.indexOf('#') != answer.lastIndexOf('#')) {
      wrong.add("not its own answer");
    }
    if (!wrong.isEmpty()) {
      throw new IOException(wrong + " " + answer.substring(0, Math.min(answer.length(), 300)));
    }
  }

  private synchronized void note(boolean stream, long nanos) {
    (stream ? first : whole).add(nanos);
  }

  private void failed(String mark, Exception why) {
    errors.incrementAndGet();
    findings.add("a good request failed", mark + " " + why);
  }

  /** Asks no more, and waits for what is under way. */
  @Override
  public void close() {
    over = true;
    for (int i = 0; i < PATIENCE_MILLIS / 100 && underWay.get() > 0; i++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    idle.forEach(Wire::close);
  }
}
