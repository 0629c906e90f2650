import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Closed loop: each client asks again as soon as it has its answer. */
final class Unary {

  private final Target target;
  private final int clients;
  private final Duration time;
  private final byte[] request;
  private final List<Asker> askers = new ArrayList<>();
  private long end;

  Unary(Target target, int clients, Duration time) {
    this.target = target;
    this.clients = clients;
    this.time = time;
    request = target.whole();
  }

  private final class Asker implements Crowd.Client {
    final Samples times = new Samples();

    @Override
    public boolean act(Wire wire) throws IOException {
      long start = System.nanoTime();
      ask(wire, request);
      long now = System.nanoTime();
      times.add(now - start);
      return now - end < 0;
    }
  }

  /** Asks for a whole answer; fails unless there is one. */
  static void ask(Wire wire, byte[] request) throws IOException {
    wire.send(request);
    Tokens tokens = new Tokens(new Samples());
    read(wire, tokens);
    if (tokens.count() != 1) {
      throw new IOException("no answer: " + wire.head().text());
    }
  }

  /** Reads an answer; fails unless its status is 200. */
  static void read(Wire wire, Tokens tokens) throws IOException {
    if (!wire.readHead()) {
      throw new IOException("closed instead of an answer");
    }
    wire.readBody(tokens);
    if (wire.head().status() != 200) {
      throw new IOException("status " + wire.head().status());
    }
  }

  Figures run() {
    long start = System.nanoTime();
    end = start + time.toNanos();
    Crowd crowd = new Crowd(target.port());
    crowd.work(
        clients,
        time.plusSeconds(30),
        () -> {
          Asker asker = new Asker();
          askers.add(asker);
          return asker;
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    Samples times = new Samples();
    askers.forEach(asker -> times.addAll(asker.times));
    return new Figures(times.count(), "request")
        .with("requests/s", times.count() / seconds)
        .with("p50 ms", times.millis(.5))
        .with("p99 ms", times.millis(.99))
        .with("errors", crowd.errors());
  }
}
