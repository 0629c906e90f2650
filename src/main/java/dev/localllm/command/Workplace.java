package dev.localllm.command;

import dev.localllm.audit.Actor;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.ProcessSettings;
import dev.localllm.store.Database;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What commands work with.
 *
 * @param settings reads them, which may fail
 * @param random cryptographically strong
 * @param user who runs the command, for the audit log
 * @param out for what was asked for
 * @param errors for what went wrong
 */
record Workplace(
    Supplier<Setup> settings,
    InstantSource clock,
    RandomGenerator random,
    String user,
    PrintWriter out,
    PrintWriter errors) {

  /** That of this process. */
  static Workplace ofProcess() {
    return new Workplace(
        () -> Setup.of(ProcessSettings.read()),
        InstantSource.system(),
        new SecureRandom(),
        "user:" + System.getProperty("user.name", ""),
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()));
  }

  /** Starts the audit log, so that it is clear before a change that it can be recorded. */
  AuditLog audit(Setup setup, Database database) {
    return AuditLog.start(
        database, setup.storage().dataFolder(), clock, BackgroundTasks.withoutContainer());
  }

  /** What this user did. */
  AuditEvent event(
      AuditAction action, AuditOutcome outcome, String subject, Map<String, String> detail) {
    return new AuditEvent(
        clock.instant(),
        action,
        outcome,
        new Actor(Actor.Kind.USER, user, user),
        "",
        "",
        subject,
        detail);
  }
}
