import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Streams, so many at a time, so many in all. */
final class Streams {

  private static final Duration LONGEST = Duration.ofSeconds(120);

  private final Target target;
  private final int clients;
  private final int tokens;
  private final byte[] request;
  private final AtomicInteger left;
  private final LongAdder read = new LongAdder();
  private final List<Listener> listeners = new ArrayList<>();
  private final int all;

  Streams(Target target, int clients, int all, byte[] request, int tokens) {
    this.target = target;
    this.clients = clients;
    this.all = all;
    this.request = request;
    this.tokens = tokens;
    left = new AtomicInteger(all);
  }

  private final class Listener implements Crowd.Client {
    final Samples first = new Samples();
    final Samples delays = new Samples();

    @Override
    public boolean act(Wire wire) throws IOException {
      if (left.decrementAndGet() < 0) {
        return false;
      }
      long start = System.nanoTime();
      wire.send(request);
      Tokens answer = new Tokens(delays);
      Unary.read(wire, answer);
      read.add(answer.count());
      if (answer.count() != tokens) {
        throw new IOException(answer.count() + " tokens instead of " + tokens);
      }
      first.add(answer.firstNanos() - start);
      return true;
    }
  }

  Figures run() {
    long start = System.nanoTime();
    Crowd crowd = new Crowd(target.port());
    crowd.work(
        clients,
        LONGEST,
        () -> {
          Listener listener = new Listener();
          listeners.add(listener);
          return listener;
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    Samples first = new Samples();
    Samples delays = new Samples();
    for (Listener listener : listeners) {
      first.addAll(listener.first);
      delays.addAll(listener.delays);
    }
    return new Figures(read.sum(), "token")
        .with("streams/s", first.count() / seconds)
        .with("tokens/s", read.sum() / seconds)
        .with("first token p50 ms", first.millis(.5))
        .with("first token p99 ms", first.millis(.99))
        .with("written to read p50 ms", delays.millis(.5))
        .with("written to read p99 ms", delays.millis(.99))
        .with("errors", all - first.count());
  }
}
