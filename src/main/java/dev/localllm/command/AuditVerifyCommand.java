package dev.localllm.command;

import dev.localllm.audit.AuditReport;
import dev.localllm.audit.AuditVerifier;
import dev.localllm.audit.BrokenLink;
import dev.localllm.store.Database;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "verify",
    description = {
      "Checks every link of the audit log.",
      "Exit code 0: in order, 1: broken. Compare the last anchor's hash with the one that the"
          + " gateway logged."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Workplace workplace;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  AuditVerifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    try (Database database = new Database(workplace.settings().get().storage())) {
      AuditReport report = new AuditVerifier(database).verify();
      if (json) {
        workplace.out().println(JsonMapper.shared().writeValueAsString(fields(report)));
      } else {
        print(report, workplace.out());
      }
      return report.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static void print(AuditReport report, PrintWriter out) {
    out.println("chains in the log:  " + report.chains());
    out.println("events in order:    " + report.events());
    out.println("anchors in order:   " + report.anchors());
    if (report.anchoredUntil() != null) {
      out.println(
          "anchored until:     " + report.anchoredUntil() + ", hash " + report.lastAnchor());
    }
    if (report.first() == null) {
      out.println("The audit log is in order.");
    } else {
      out.println("The audit log is BROKEN, links that do not hold: " + report.broken());
      out.println("The first is " + report.first());
    }
  }

  private static Map<String, @Nullable Object> fields(AuditReport report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("sound", report.isSound());
    fields.put("chains", report.chains());
    fields.put("events", report.events());
    fields.put("anchors", report.anchors());
    fields.put("anchored_until", report.anchoredUntil());
    fields.put("last_anchor", report.lastAnchor());
    fields.put("broken", report.broken());
    fields.put("first", report.first() == null ? null : fields(report.first()));
    return fields;
  }

  private static Map<String, Object> fields(BrokenLink link) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chain", link.chain());
    fields.put("position", link.position());
    fields.put("flaw", link.flaw().name().toLowerCase(Locale.ROOT));
    fields.put("meaning", link.flaw().words());
    return fields;
  }
}
