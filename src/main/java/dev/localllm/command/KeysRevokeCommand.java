package dev.localllm.command;

import dev.localllm.access.ApiKey;
import dev.localllm.audit.AuditAction;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "Ends a key for good; replicas follow within seconds.")
final class KeysRevokeCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Parameters(paramLabel = "NAME", description = "The key's name or id.")
  private String name = "";

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  KeysRevokeCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    var change = new KeyChange(workplace);
    ApiKey key =
        change.with(keys ->
            keys.revoke(KeyChange.id(keys, name), change.event(AuditAction.KEY_REVOKED, Map.of())));
    workplace
        .out()
        .println(
            json
                ? KeyView.json(KeyView.fields(key))
                : "revoked " + key.rights().name() + " (" + key.id() + ")");
    return ExitCode.OK;
  }
}
