package dev.localllm.protocol.ollama;

import dev.localllm.protocol.ByteBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of single places of a body that stays as it came everywhere else. Not thread-safe. */
final class Splices {

  /** The bytes from {@code from} to before {@code to} give way to {@code json}. */
  private record Splice(int from, int to, String json) {}

  private final List<Splice> all = new ArrayList<>();

  /** Puts {@code json} in the place of what is there; places do not overlap. */
  void replace(int from, int to, String json) {
    all.add(new Splice(from, to, json));
  }

  /** Puts {@code json} before what is there. */
  void insert(int at, String json) {
    replace(at, at, json);
  }

  /** The body with all changes; itself when there are none. */
  byte[] applyTo(byte[] body) {
    if (all.isEmpty()) {
      return body;
    }
    all.sort(Comparator.comparingInt(Splice::from));
    int more = all.stream().mapToInt(splice -> splice.json.length()).sum();
    var out = new ByteBuilder(body.length + more);
    int done = 0;
    for (Splice splice : all) {
      out.write(body, done, splice.from - done);
      out.append(splice.json);
      done = splice.to;
    }
    out.write(body, done, body.length - done);
    return out.toByteArray();
  }
}
