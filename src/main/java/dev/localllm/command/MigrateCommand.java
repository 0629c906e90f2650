package dev.localllm.command;

import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.store.Database;
import dev.localllm.store.Schema;
import dev.localllm.store.StoreUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
    sortOptions = false,
    description = {
      "Brings the schema of the database up to date; waits for others that do.",
      "Exit code 1: the schema needs a newer release than this one, or it could not be done."
    })
final class MigrateCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--dry-run", description = "Say what would run, and change nothing.")
  private boolean dryRun;

  MigrateCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Setup setup = workplace.settings().get();
    try (Database database = new Database(setup.storage())) {
      int before = database.schema().version();
      List<String> scripts = dryRun ? database.migrations().pending() : run(setup, database);
      scripts.forEach(script -> workplace.out().println((dryRun ? "would run " : "ran ") + script));
      if (scripts.isEmpty()) {
        workplace.out().println("nothing to run");
      }
      Schema now = database.schema();
      workplace
          .out()
          .println(
              "schema version %d, was %d; this release knows %d"
                  .formatted(now.version(), before, Schema.KNOWN));
      Optional<String> complaint = dryRun ? now.tooNew() : now.complaint();
      complaint.ifPresent(workplace.errors()::println);
      return complaint.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private List<String> run(Setup setup, Database database) {
    int before = database.schema().version();
    try {
      List<String> scripts = database.migrations().run();
      if (!scripts.isEmpty()) {
        record(setup, database, AuditOutcome.SUCCESS, before, String.join(", ", scripts));
      }
      return scripts;
    } catch (StoreUnavailable failed) {
      record(setup, database, AuditOutcome.FAILED, before, "");
      throw failed;
    }
  }

  /** Only now: the log's own table may not have been there before. */
  private void record(
      Setup setup, Database database, AuditOutcome outcome, int before, String scripts) {
    try (AuditLog log = workplace.audit(setup, database)) {
      int after = database.schema().version();
      log.record(
          workplace.event(
              AuditAction.MIGRATION_RUN,
              outcome,
              "schema " + after,
              Map.of("before", String.valueOf(before), "scripts", scripts)));
    }
  }
}
