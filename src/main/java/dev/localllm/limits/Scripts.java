package dev.localllm.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localllm.store.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * What is counted in Redis, each as one step. Time is Redis's own, so that the clocks of replicas
 * do not matter.
 *
 * <p>Of each caller there are four keys, which lie on the same node of a cluster: the second that
 * goes on with the sums of the {@link Window}, the seconds before it, the leases of requests under
 * way with the time when each ends, and what was spent by month. A request that comes in the same
 * second as another reads and writes the first alone. Each key expires when it means nothing any
 * more, the last one after the longest month.
 */
record Scripts(Script exchange, Script ledger, Script beat) {

  /** Those that ask {@code time}, a Lua expression, for seconds and microseconds. */
  static Scripts timedBy(String time) {
    String common = text("common").replace("CLOCK", time);
    return new Scripts(
        Script.of(common + text("exchange")),
        Script.of(common + text("ledger")),
        Script.of(common + text("beat")));
  }

  static Scripts create() {
    return timedBy("redis.call('TIME')");
  }

  List<Script> all() {
    return List.of(exchange, ledger, beat);
  }

  private static String text(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name + ".lua")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
