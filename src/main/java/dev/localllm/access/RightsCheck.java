package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the rights of a key may be, in words for whoever asks for them. */
final class RightsCheck {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Pattern RESERVED =
      Pattern.compile("(?i)admin-key|anonymous|key_[0-9a-f]{16}");

  /** Neither half characters, which no database takes, nor what turns the direction of text. */
  private static final Pattern LINE =
      Pattern.compile("[^\\p{Cntrl}\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]*");

  private static final Pattern MODEL = Pattern.compile("[!-+\\--~]{1,200}");

  /** In half characters, since one of the databases counts those. */
  private static final int LINE_LENGTH = 200;

  private static final int MOST_MODELS = 100;
  private static final int MODELS_LENGTH = 4000;
  private static final int MOST = 100_000_000;
  private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000_000);

  private final Map<String, String> flaws = new LinkedHashMap<>();

  private RightsCheck() {}

  /**
   * Lets sound rights pass.
   *
   * @throws GatewayException with {@link Invalid} naming the first field that is wrong
   */
  static Rights checked(Rights rights) {
    flaws(rights).entrySet().stream()
        .findFirst()
        .ifPresent(flaw -> {
          throw new GatewayException(
              new Invalid(flaw.getKey() + " " + flaw.getValue(), flaw.getKey()));
        });
    return rights;
  }

  /** Whether a name could be taken for who is no key, or for another key's id. */
  static boolean isReserved(String name) {
    return RESERVED.matcher(name).matches();
  }

  /**
   * Lets a name pass that a key may be given; those that have another one already keep it.
   *
   * @throws GatewayException with {@link Invalid} when it stands for somebody else
   */
  static void unreserved(String name) {
    if (isReserved(name)) {
      throw new GatewayException(
          new Invalid("name must not be " + name + ", which stands for somebody else", "name"));
    }
  }

  /** What is wrong with each field that is. */
  static Map<String, String> flaws(Rights rights) {
    var check = new RightsCheck();
    check.that(
        NAME.matcher(rights.name()).matches(),
        "name",
        "must be 1 to 100 letters, digits, dots, underscores or hyphens, beginning with a letter or"
            + " digit");
    check.that(!rights.owner().isBlank(), "owner", "must be given");
    check.line(rights.owner(), "owner");
    check.line(rights.team(), "team");
    check.that(!rights.scopes().isEmpty(), "scopes", "must be at least one");
    check.models(rights.models());
    check.limit(rights.requests(), "requests_per_minute");
    check.limit(rights.tokens(), "tokens_per_minute");
    check.limit(rights.concurrency(), "concurrency");
    BigDecimal budget = rights.monthlyBudget();
    check.that(
        budget == null
            || (budget.signum() >= 0 && budget.compareTo(DEAREST) <= 0 && budget.scale() <= 6),
        "monthly_budget",
        "must be from 0 to 1000000000 with at most six decimals");
    return check.flaws;
  }

  private void models(ModelPatterns models) {
    that(
        models.patterns().size() <= MOST_MODELS
            && models.patterns().stream().allMatch(one -> MODEL.matcher(one).matches()),
        "models",
        "must be at most 100 names of 1 to 200 visible ASCII characters without comma");
    that(
        String.join(",", models.patterns()).length() <= MODELS_LENGTH,
        "models",
        "must have at most " + MODELS_LENGTH + " characters together");
  }

  private void line(String text, String field) {
    that(
        text.length() <= LINE_LENGTH && LINE.matcher(text).matches(),
        field,
        "must be at most 200 characters on one line");
  }

  private void limit(@Nullable Integer limit, String field) {
    that(
        limit == null || (limit >= 0 && limit <= MOST),
        field,
        "must be a whole number from 0, for no limit, to 100000000");
  }

  private void that(boolean sound, String field, String rule) {
    if (!sound) {
      flaws.putIfAbsent(field, rule);
    }
  }
}
