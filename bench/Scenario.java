import java.io.IOException;

/** A kind of load. */
interface Scenario {

  /** Loads {@code target} and measures. */
  Figures run(Target target) throws IOException;
}
