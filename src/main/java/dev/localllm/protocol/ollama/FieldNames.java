package dev.localllm.protocol.ollama;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names in one JSON object that is sent on as it came. Ollama, as all of Go, reads the names of
 * fields without regard to case, and of several values takes the last; who may use which model, and
 * what is written down of a request, must not rest on another reading. So a name may stand once, in
 * any spelling, and a name that we read in lower case only.
 */
final class FieldNames {

  private static final int SHOWN = 64;

  private final Set<String> read;
  private final Set<String> seen = new HashSet<>();

  /** Names of an object of which the gateway itself reads {@code read}, in lower case. */
  FieldNames(Set<String> read) {
    this.read = read;
  }

  /** Takes the next one, throwing {@link GatewayError.Invalid} if there are two readings of it. */
  void next(String name) {
    String folded = fold(name);
    if (!folded.equals(name) && read.contains(folded)) {
      throw invalid("write " + folded + " in lower case", name);
    }
    if (!seen.add(folded)) {
      throw invalid("give " + shown(folded) + " only once", name);
    }
  }

  /** As Go's encoding/json compares names; to it, U+017F is an s and U+212A a k. */
  static String fold(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 'z' || (c >= 'A' && c <= 'Z')) {
        return name.replace('\u017f', 's').toLowerCase(Locale.ROOT);
      }
    }
    return name;
  }

  private static String shown(String name) {
    return name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
  }

  private static GatewayException invalid(String message, String name) {
    return new GatewayException(new GatewayError.Invalid(message, shown(name), Flaw.VALUE));
  }
}
