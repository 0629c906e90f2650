package dev.localllm.usage;

import dev.localllm.chat.Usage;
import dev.localllm.settings.UsageKeeping.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The price table. As everywhere, case does not matter in a model's name, and a name without a tag
 * means the tag {@code latest}. Thread-safe.
 */
public final class Prices {

  /** Names come from clients, so there may be any number of them. */
  private static final int REMEMBERED = 1000;

  private static final int LONGEST_REMEMBERED = 300;

  private static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(UsageEntry.SCALE);
  private static final Price FREE = new Price("*", BigDecimal.ZERO, BigDecimal.ZERO);

  private final List<Price> table;
  private final Map<String, Price> found = new ConcurrentHashMap<>();

  /** The first price of {@code table} that fits a model counts. */
  public Prices(List<Price> table) {
    this.table = List.copyOf(table);
  }

  /**
   * What {@code usage} costs with that model, with 9 decimals; nothing without a model or a price.
   */
  public BigDecimal cost(Optional<String> routedModel, Usage usage) {
    if (table.isEmpty() || routedModel.isEmpty()) {
      return NOTHING;
    }
    Price price = price(routedModel.get());
    return price
        .prompt()
        .multiply(BigDecimal.valueOf(usage.promptTokens()))
        .add(price.completion().multiply(BigDecimal.valueOf(usage.completionTokens())))
        .movePointLeft(6)
        .setScale(UsageEntry.SCALE, RoundingMode.HALF_UP);
  }

  /** How many names it remembers the price of. */
  int remembered() {
    return found.size();
  }

  private Price price(String model) {
    Price known = found.get(model);
    if (known != null) {
      return known;
    }
    String name = full(model.toLowerCase(Locale.ROOT));
    Price price = table.stream().filter(one -> fits(pattern(one), name)).findFirst().orElse(FREE);
    if (found.size() < REMEMBERED && model.length() <= LONGEST_REMEMBERED) {
      found.put(model, price);
    }
    return price;
  }

  private static String pattern(Price price) {
    String lower = price.model().toLowerCase(Locale.ROOT);
    return lower.endsWith("*") ? lower : full(lower);
  }

  private static String full(String name) {
    return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
  }

  /** Each piece between stars is looked for once, as far left as it can be: none is tried again. */
  private static boolean fits(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    String tail = pattern.substring(pattern.lastIndexOf('*') + 1);
    int end = name.length() - tail.length();
    if (end < star || !name.startsWith(pattern.substring(0, star)) || !name.endsWith(tail)) {
      return false;
    }
    int at = star;
    String middle = pattern.substring(star, pattern.length() - tail.length());
    for (String piece : middle.split("\\*")) {
      int found = name.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
