package dev.localllm.usage;

import dev.localllm.chat.ModelGlob;
import dev.localllm.chat.Usage;
import dev.localllm.settings.UsageKeeping.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
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
    Price price =
        table.stream().filter(one -> ModelGlob.fits(one.model(), model)).findFirst().orElse(FREE);
    if (found.size() < REMEMBERED && model.length() <= LONGEST_REMEMBERED) {
      found.put(model, price);
    }
    return price;
  }
}
