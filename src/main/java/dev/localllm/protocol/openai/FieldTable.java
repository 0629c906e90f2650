package dev.localllm.protocol.openai;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All fields that an object of the API may have, with their fates.
 *
 * @param title what the object is, for the compatibility page
 * @param rules one for each known field
 */
record FieldTable(String title, List<Rule> rules) {

  /**
   * A field and its fate.
   *
   * @param harmless values, as JSON, with which a refused field says nothing
   * @param note for the compatibility page, and the reason given when it is refused
   */
  record Rule(String name, FieldFate fate, Set<String> harmless, String note) {}

  static FieldTable of(String title, Rule... rules) {
    return new FieldTable(title, List.of(rules));
  }

  static Rule translated(String name, String note) {
    return new Rule(name, FieldFate.TRANSLATED, Set.of(), note);
  }

  static Rule extension(String name, String note) {
    return new Rule(name, FieldFate.EXTENSION, Set.of(), note);
  }

  static Rule ignored(String name, String note) {
    return new Rule(name, FieldFate.IGNORED, Set.of(), note);
  }

  static Rule refused(String name, String note, String... harmless) {
    return new Rule(name, FieldFate.REFUSED, Set.of(harmless), note);
  }

  /** These rules and then those of another table. */
  FieldTable and(FieldTable more) {
    return new FieldTable(title, Stream.concat(rules.stream(), more.rules.stream()).toList());
  }

  /**
   * Refuses fields that are unknown or cannot be honoured.
   *
   * @param path of {@code object} in the body, with a dot at its end unless empty
   */
  void check(ObjectNode object, String path) {
    object.forEachEntry((name, value) -> check(name, value, path));
  }

  private void check(String name, JsonNode value, String path) {
    for (Rule rule : rules) {
      if (rule.name.equals(name)) {
        if (rule.fate == FieldFate.REFUSED && !isHarmless(rule, value)) {
          throw new GatewayException(
              new GatewayError.Unsupported(path + name + " " + rule.note, path + name));
        }
        return;
      }
    }
    throw unknown(name, path);
  }

  private static boolean isHarmless(Rule rule, JsonNode value) {
    return value.isNull()
        || (value.isContainer() && value.isEmpty())
        || rule.harmless.contains(value.toString());
  }

  private GatewayException unknown(String name, String path) {
    String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    String hint = Spelling.nearest(shown, rules.stream().map(Rule::name).toList());
    return new GatewayException(
        new GatewayError.Invalid(
            "unknown parameter " + path + shown + hint, path + shown, Flaw.UNKNOWN_FIELD));
  }
}
