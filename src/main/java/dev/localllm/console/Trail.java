package dev.localllm.console;

import java.util.Map;
import java.util.function.Consumer;

/** Tells the audit log what was changed here. Thread-safe. */
final class Trail {
  private final Consumer<Entry> log;

  record Entry(Visit visit, String action, String subject, Map<String, String> detail) {}

  Trail(Consumer<Entry> log) {
    this.log = log;
  }

  /** Something was done to {@code subject}. */
  void note(Visit visit, String action, String subject, Map<String, String> detail) {
    log.accept(new Entry(visit, action, subject, detail));
  }
}
