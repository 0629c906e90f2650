package dev.localllm.observe;

import dev.localllm.pipeline.Settlement;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** The log record that tells of one inference request; each format words it in its own way. */
final class AccessRecord extends LogRecord {

  private static final long serialVersionUID = 1;

  private final transient Settlement settlement;

  AccessRecord(Settlement settlement) {
    super(Level.INFO, "request");
    this.settlement = Objects.requireNonNull(settlement);
    // else the logger walks the stack for it
    setSourceClassName(AccessRecord.class.getName());
    setSourceMethodName("settled");
  }

  Settlement settlement() {
    return settlement;
  }
}
