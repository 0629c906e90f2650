package dev.localllm.command;

import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ApiKeys.Issued;
import dev.localllm.access.ModelPatterns;
import dev.localllm.access.Scope;
import dev.localllm.audit.AuditAction;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "create",
    sortOptions = false,
    description = "Makes a key and shows its secret, this once.")
final class KeysCreateCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--name", required = true, description = "A name that no other key has.")
  private String name = "";

  @Option(names = "--owner", required = true, description = "Whose key it is.")
  private String owner = "";

  @Option(names = "--team", description = "The owner's team.")
  private String team = "";

  @Option(
      names = "--scopes",
      split = ",",
      defaultValue = "inference,models:read",
      converter = Scopes.class,
      description =
          "inference, models:read, models:manage, usage:read, admin"
              + " (default: ${DEFAULT-VALUE}).")
  private Set<Scope> scopes = Set.of();

  @Option(
      names = "--models",
      split = ",",
      description = "The models it may use, * for any characters (default: all).")
  private List<String> models = List.of();

  @Option(names = "--rpm", description = "Requests a minute; 0 for no limit.")
  private @Nullable Integer requests;

  @Option(names = "--tpm", description = "Tokens a minute; 0 for no limit.")
  private @Nullable Integer tokens;

  @Option(names = "--concurrency", description = "Requests at once; 0 for no limit.")
  private @Nullable Integer concurrency;

  @ArgGroup(exclusive = false)
  private @Nullable Budget budget;

  @Option(
      names = "--expires",
      converter = Expiry.Converter.class,
      description = "A date (its beginning, UTC) or a time from now such as 90d.")
  private @Nullable Expiry expiry;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  KeysCreateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /** What only makes sense together. */
  static final class Budget {
    @Option(names = "--budget", required = true, description = "What a month may cost.")
    private BigDecimal amount = BigDecimal.ZERO;

    @Option(names = "--soft", description = "Only report that the budget is spent.")
    private boolean soft;
  }

  /** Reads a scope. */
  static final class Scopes implements ITypeConverter<Scope> {
    @Override
    public Scope convert(String text) {
      return Scope.labelled(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is none of %s"
                      .formatted(
                          text,
                          Arrays.stream(Scope.values())
                              .map(Scope::label)
                              .collect(Collectors.joining(", ")))));
    }
  }

  @Override
  public Integer call() {
    Rights rights = rights();
    var change = new KeyChange(workplace);
    Issued issued =
        change.with(keys ->
            keys.create(
                rights,
                workplace.user(),
                change.event(AuditAction.KEY_CREATED, Map.of("owner", owner))));
    KeyView.print(issued, json, workplace.out());
    return ExitCode.OK;
  }

  private Rights rights() {
    return new Rights(
        name,
        owner,
        team,
        scopes,
        new ModelPatterns(models),
        requests,
        tokens,
        concurrency,
        budget == null ? null : budget.amount,
        budget != null && !budget.soft,
        expiry == null ? null : expiry.from(workplace.clock().instant()));
  }
}
