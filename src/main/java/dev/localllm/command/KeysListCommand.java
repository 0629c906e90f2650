package dev.localllm.command;

import dev.localllm.access.ApiKey;
import dev.localllm.access.ApiKey.Rights;
import dev.localllm.access.ApiKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Shows all keys, without their secrets.")
final class KeysListCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  private final Workplace workplace;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  KeysListCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    List<ApiKey> keys = new KeyChange(workplace).with(KeysListCommand::all);
    if (json) {
      workplace.out().println(KeyView.json(keys.stream().map(KeyView::fields).toList()));
    } else {
      print(keys);
    }
    return ExitCode.OK;
  }

  private void print(List<ApiKey> keys) {
    Instant now = workplace.clock().instant();
    var table = new Table("NAME", "STATE", "OWNER", "TEAM", "SCOPES", "MODELS", "EXPIRES");
    for (ApiKey key : keys) {
      Rights rights = key.rights();
      List<String> models = rights.models().patterns();
      table.add(
          rights.name(),
          KeyView.state(key, now),
          rights.owner(),
          rights.team(),
          String.join(",", KeyView.scopes(key)),
          models.isEmpty() ? "*" : String.join(",", models),
          rights.expiresAt() == null ? "never" : rights.expiresAt().toString());
    }
    table.print(workplace.out());
  }

  private static List<ApiKey> all(ApiKeys keys) {
    List<ApiKey> all = new ArrayList<>(keys.list("", PAGE));
    for (int last = all.size(); last == PAGE; ) {
      List<ApiKey> more = keys.list(all.getLast().rights().name(), PAGE);
      all.addAll(more);
      last = more.size();
    }
    return all;
  }
}
