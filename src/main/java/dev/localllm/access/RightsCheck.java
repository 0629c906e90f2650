package dev.localllm.access;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the rights of a key may be, in words for whoever asks for them. */
final class RightsCheck {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]{0,200}");
  private static final Pattern MODEL = Pattern.compile("[!-+\\--~]{1,200}");
  private static final int MOST_MODELS = 100;
  private static final int MOST = 100_000_000;
  private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000_000);

  private RightsCheck() {}

  /**
   * Lets sound rights pass.
   *
   * @throws GatewayException with {@link Invalid} naming the first field that is wrong
   */
  static Rights checked(Rights rights) {
    check(
        NAME.matcher(rights.name()).matches(),
        "name",
        "must be 1 to 100 letters, digits, dots, underscores or hyphens, beginning with a letter or"
            + " digit");
    check(!rights.owner().isBlank(), "owner", "must be given");
    line(rights.owner(), "owner");
    line(rights.team(), "team");
    check(!rights.scopes().isEmpty(), "scopes", "must be at least one");
    models(rights.models());
    limit(rights.requests(), "requests_per_minute");
    limit(rights.tokens(), "tokens_per_minute");
    limit(rights.concurrency(), "concurrency");
    BigDecimal budget = rights.monthlyBudget();
    check(
        budget == null
            || (budget.signum() >= 0 && budget.compareTo(DEAREST) <= 0 && budget.scale() <= 6),
        "monthly_budget",
        "must be from 0 to 1000000000 with at most six decimals");
    return rights;
  }

  private static void models(ModelPatterns models) {
    check(
        models.patterns().size() <= MOST_MODELS
            && models.patterns().stream().allMatch(one -> MODEL.matcher(one).matches()),
        "models",
        "must be at most 100 names of 1 to 200 visible ASCII characters without comma");
  }

  private static void line(String text, String field) {
    check(LINE.matcher(text).matches(), field, "must be at most 200 characters on one line");
  }

  private static void limit(@Nullable Integer limit, String field) {
    check(
        limit == null || (limit >= 0 && limit <= MOST),
        field,
        "must be a whole number from 0, for no limit, to 100000000");
  }

  private static void check(boolean sound, String field, String rule) {
    if (!sound) {
      throw new GatewayException(new Invalid(field + " " + rule, field));
    }
  }
}
