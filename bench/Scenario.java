import java.io.IOException;
import java.time.Duration;

/** A kind of load. */
interface Scenario {

  /** Loads {@code target} and measures. */
  Figures run(Target target) throws IOException;

  /** 64 clients, each asks again when it has its answer. */
  static Scenario unary() {
    return target -> new Unary(target, 64, Duration.ofSeconds(10)).run();
  }

  /** 300 requests a second, whatever becomes of the ones before. */
  static Scenario rate() {
    return target -> new Rate(target, 300, Duration.ofSeconds(10)).run();
  }

  /** So many streams in all, of so many clients at a time. */
  static Scenario streams(int clients, int all, int tokens, int delayMillis) {
    return target ->
        new Streams(target, clients, all, target.stream(tokens, delayMillis), tokens).run();
  }

  /** The usual day: 500 streams at a time. */
  static Scenario usualStreams() {
    return streams(500, 1000, 100, 20);
  }
}
