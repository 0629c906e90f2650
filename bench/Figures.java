import java.util.LinkedHashMap;
import java.util.Map;

/** What one run of a scenario came to: names with their units, and values. */
final class Figures {

  /** How much was done, for figures per piece; named by {@link #piece}. */
  final long pieces;

  /** What is counted, for example token. */
  final String piece;

  final Map<String, Double> values = new LinkedHashMap<>();

  Figures(long pieces, String piece) {
    this.pieces = pieces;
    this.piece = piece;
  }

  Figures with(String name, double value) {
    values.put(name, value);
    return this;
  }
}
