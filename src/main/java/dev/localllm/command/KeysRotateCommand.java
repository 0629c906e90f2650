package dev.localllm.command;

import dev.localllm.access.ApiKeys.Issued;
import dev.localllm.audit.AuditAction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    sortOptions = false,
    description = "Gives a key a new secret and shows it, this once.")
final class KeysRotateCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "NAME", description = "The key's name or id.")
  private String name = "";

  @Option(
      names = "--overlap",
      defaultValue = "24h",
      converter = Expiry.Span.class,
      description = "How long the old secret goes on working (default: ${DEFAULT-VALUE}).")
  private Duration overlap = Duration.ZERO;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  KeysRotateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    var change = new KeyChange(workplace);
    Map<String, String> detail = Map.of("overlap", overlap.toString());
    Issued issued =
        change.with(keys ->
            keys.rotate(
                KeyChange.id(keys, name), overlap, change.event(AuditAction.KEY_ROTATED, detail)));
    KeyView.print(issued, json, workplace.out());
    return ExitCode.OK;
  }
}
