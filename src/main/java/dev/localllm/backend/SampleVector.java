package dev.localllm.backend;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Vectors that depend on nothing but the text and have length one. */
final class SampleVector {

  private SampleVector() {}

  /** The vector of {@code text} with {@code dimensions} entries, at least one. */
  static double[] of(String text, int dimensions) {
    var checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    var random = new SplittableRandom(checksum.getValue());
    double[] vector = new double[Math.max(1, dimensions)];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextDouble(-1, 1);
      squares += vector[i] * vector[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
