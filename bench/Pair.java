import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Two gateways on one upstream: one without keys, limits and ledger, and one that has them all. */
final class Pair implements AutoCloseable {

  private final Gateway off;
  private final Gateway on;
  private final Target without;
  private final Target with;

  /** Starts them. */
  Pair(Path zip, int upstreamPort, String database, String redis) throws IOException {
    off = new Gateway(zip, upstreamPort, Map.of("AUTH_MODE", "none"));
    String admin = "llm_" + UUID.randomUUID().toString().replace("-", "");
    Map<String, String> settings =
        Map.of(
            "AUTH_MODE", "keys", "ADMIN_KEY", admin, "DATABASE_URL", database, "REDIS_URL", redis);
    on = new Gateway(zip, upstreamPort, settings, admin);
    without = new Target(off.port(), true);
    with = new Target(on.port(), true, limitedKey());
  }

  /** A key whose limits are counted with each request and never reached. */
  private String limitedKey() throws IOException {
    return on.newKey(
        "bench",
        """
        "scopes": ["inference"], "requests_per_minute": 100000000, "tokens_per_minute": 100000000\
        """);
  }

  /** Loads each of them for {@code time}, in turn as {@link #measure}. */
  void warm(Duration time) throws IOException {
    for (int i = 0; i < 4 && !time.isZero(); i++) {
      new Unary(without, 64, time.dividedBy(4)).run();
      new Unary(with, 64, time.dividedBy(4)).run();
    }
  }

  /**
   * Runs {@code scenario} on both, in turn, so that the machine's better and worse minutes meet
   * both.
   *
   * @param turned whether the one that has them all is the first
   */
  Both measure(Scenario scenario, boolean turned) throws IOException {
    if (turned) {
      Figures dear = on.measure(scenario, with);
      return new Both(dear, off.measure(scenario, without));
    }
    Figures cheap = off.measure(scenario, without);
    return new Both(on.measure(scenario, with), cheap);
  }

  /** The figures of the one that has them all, and of the other. */
  record Both(Figures on, Figures off) {}

  @Override
  public void close() {
    on.close();
    off.close();
  }
}
