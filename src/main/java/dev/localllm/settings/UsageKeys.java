package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.UsageKeeping.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of {@link UsageKeeping}. */
final class UsageKeys {
  private static final String AMOUNT = "(\\d{1,6}(?:\\.\\d{1,6})?)";
  private static final Pattern PRICE =
      Pattern.compile("([^\\s=,]{1,200})=" + AMOUNT + "/" + AMOUNT);

  static final Key<Duration> USAGE_FLUSH =
      usage(
              "USAGE_FLUSH",
              Kinds.duration("100ms", "10s"),
              "How much of the ledger is lost at most when the process is killed.")
          .byDefault("1s");

  static final Key<Integer> USAGE_RETENTION_DAYS =
      usage(
              "USAGE_RETENTION_DAYS",
              Kinds.whole(1, 3650),
              "How many days the ledger keeps single requests. Daily sums are kept for ever.")
          .byDefault("400");

  static final Key<Integer> USAGE_JOURNAL_SIZE =
      usage(
              "USAGE_JOURNAL_SIZE",
              Kinds.size("1MB", "1GB"),
              "How much of the ledger may wait in DATA_DIR while the database is away.")
          .byDefault("512MB");

  static final Key<List<Price>> PRICES =
      usage(
          "PRICES",
          new Kind<>(
              "model=prompt/completion for a million tokens each, separated by commas, * in the"
                  + " model for any characters; such as llama3.2*=0.05/0.10,*=0.01/0.02",
              text -> Kinds.list(text, UsageKeys::price)),
          "What models cost; the first that fits counts, without one a request costs nothing.");

  static final Key<Boolean> USAGE_ANONYMOUS =
      usage(
              "USAGE_ANONYMOUS",
              Kinds.truth(),
              "Whether the ledger also has the requests of callers that nobody has identified, by"
                  + " their addresses.")
          .byDefault("false");

  static final List<Key<?>> ALL =
      List.of(USAGE_ANONYMOUS, USAGE_FLUSH, USAGE_RETENTION_DAYS, USAGE_JOURNAL_SIZE, PRICES);

  private UsageKeys() {}

  static UsageKeeping read(KeyReader keys) {
    List<Price> prices = keys.optional(PRICES);
    return new UsageKeeping(
        keys.value(USAGE_ANONYMOUS),
        keys.value(USAGE_FLUSH),
        keys.value(USAGE_RETENTION_DAYS),
        keys.value(USAGE_JOURNAL_SIZE),
        prices == null ? List.of() : prices);
  }

  private static Price price(String text) {
    Matcher matcher = PRICE.matcher(text);
    if (!matcher.matches()) {
      throw new Kind.Unfit("");
    }
    return new Price(
        matcher.group(1), new BigDecimal(matcher.group(2)), new BigDecimal(matcher.group(3)));
  }

  private static <T> Key<T> usage(String name, Kind<T> kind, String meaning) {
    return Key.of(name, Topic.USAGE, kind, meaning);
  }
}
