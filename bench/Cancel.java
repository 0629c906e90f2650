import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Clients that leave their streams; how soon does the upstream see it? */
final class Cancel {

  private static final int TOKENS = 150;
  private static final int DELAY_MILLIS = 40;
  private static final int LEFT_AFTER = 5;
  private static final long LONGEST = 7_000_000_000L;

  private final Target target;
  private final int upstreamPort;
  private final int clients;

  Cancel(Target target, int upstreamPort, int clients) {
    this.target = target;
    this.upstreamPort = upstreamPort;
    this.clients = clients;
  }

  /** Enough has been read. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private static boolean leave(Wire wire, byte[] request) throws IOException {
    wire.send(request);
    Tokens tokens = new Tokens(new Samples());
    try {
      if (wire.readHead()) {
        wire.readBody((bytes, from, to) -> {
          tokens.take(bytes, from, to);
          if (tokens.count() >= LEFT_AFTER) {
            throw new Enough();
          }
        });
      }
    } catch (Enough enough) {
      return false;
    }
    throw new IOException("only " + tokens.count() + " tokens");
  }

  Figures run() throws IOException {
    Gateway.fetch(upstreamPort, "/fake/reset");
    byte[] request = target.streamLeft(TOKENS, DELAY_MILLIS, LEFT_AFTER);
    Crowd crowd = new Crowd(target.port());
    crowd.work(clients, Duration.ofSeconds(30), () -> wire -> leave(wire, request));
    Map<?, ?> stats = awaitAll(System.nanoTime());
    double seen = number(stats, "left");
    return new Figures(clients, "stream")
        .with("seen upstream", seen)
        .with("tokens late, mean", number(stats, "late") / Math.max(1, seen))
        .with("tokens late, most", number(stats, "latest"))
        .with("errors", crowd.errors());
  }

  private Map<?, ?> awaitAll(long start) throws IOException {
    while (true) {
      Map<?, ?> stats = (Map<?, ?>) Json.parse(Gateway.fetch(upstreamPort, "/fake/stats"));
      if (number(stats, "left") >= clients || System.nanoTime() - start > LONGEST) {
        return stats;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static double number(Map<?, ?> stats, String name) {
    return Double.parseDouble(((Json.Raw) stats.get(name)).text());
  }
}
