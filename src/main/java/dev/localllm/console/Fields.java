package dev.localllm.console;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request's body. What is wrong is collected, and the reading goes on with what was
 * there before. For one thread.
 */
final class Fields {
  /** Without exponent: a few characters must not become a number of a million digits. */
  private static final Pattern MONEY = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

  private final ObjectNode body;
  private final Flaws flaws;

  /** The fields of {@code body}, of which there are only {@code known} ones. */
  Fields(ObjectNode body, Set<String> known, Flaws flaws) {
    this.body = body;
    this.flaws = flaws;
    for (String name : body.propertyNames()) {
      if (!known.contains(name)) {
        flaws.add(name, "is not known here");
      }
    }
  }

  /** The fields that must be there. */
  void need(String... names) {
    for (String name : names) {
      if (!body.has(name)) {
        flaws.add(name, "must be given");
      }
    }
  }

  String text(String name, String before) {
    return read(name, before, "must be a string", Fields::text);
  }

  boolean truth(String name, boolean before) {
    return read(
        name,
        before,
        "must be true or false",
        node -> Optional.of(node.asBoolean(false)).filter(it -> node.isBoolean()));
  }

  List<String> texts(String name, List<String> before) {
    return read(
        name,
        before,
        "must be an array of strings",
        node ->
            node.isArray() && node.valueStream().allMatch(JsonNode::isString)
                ? Optional.of(node.valueStream().map(JsonNode::stringValue).toList())
                : Optional.empty());
  }

  /** A whole number; null stands for itself. */
  @Nullable Integer whole(String name, @Nullable Integer before) {
    return nullable(
        name,
        before,
        "must be a whole number from 0, for no limit, to 100000000, or null for the default",
        node ->
            node.isIntegralNumber() && node.canConvertToInt()
                ? Optional.of(node.intValue())
                : Optional.empty());
  }

  /** An amount of money, written as a string, since numbers lose digits; null stands for itself. */
  @Nullable BigDecimal money(String name, @Nullable BigDecimal before) {
    return nullable(
        name,
        before,
        "must be a decimal number in a string, such as \"12.50\", or null for none",
        node -> text(node).filter(MONEY.asMatchPredicate()).map(BigDecimal::new));
  }

  /** A point in time; null stands for itself. */
  @Nullable Instant time(String name, @Nullable Instant before) {
    return nullable(
        name,
        before,
        "must be a time (RFC 3339), such as \"2027-01-31T12:00:00Z\", or null for never",
        node -> text(node).flatMap(Times::read));
  }

  Duration duration(String name, Duration before) {
    return read(
        name,
        before,
        "must be a whole number with one of the units s, m, h, d, such as \"24h\"",
        node -> text(node).flatMap(Times::readDuration));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private <T> @Nullable T nullable(
      String name, @Nullable T before, String rule, Function<JsonNode, Optional<T>> reading) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return node == null ? before : null;
    }
    Optional<T> value = reading.apply(node);
    if (value.isEmpty()) {
      flaws.add(name, rule);
    }
    return value.orElse(before);
  }

  private <T> T read(String name, T before, String rule, Function<JsonNode, Optional<T>> reading) {
    JsonNode node = body.get(name);
    if (node == null) {
      return before;
    }
    Optional<T> value = reading.apply(node);
    if (value.isEmpty()) {
      flaws.add(name, rule);
    }
    return value.orElse(before);
  }
}
