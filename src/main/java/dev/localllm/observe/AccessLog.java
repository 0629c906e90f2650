package dev.localllm.observe;

import dev.localllm.pipeline.PipelineListener;
import dev.localllm.pipeline.Settlement;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs one line for each inference request (OPS-3). Costs nothing when INFO is off. */
final class AccessLog implements PipelineListener {

  private final Logger log;

  AccessLog(Logger log) {
    this.log = log;
  }

  @Override
  public void settled(Settlement settlement) {
    if (log.isLoggable(Level.INFO)) {
      log.log(new AccessRecord(settlement));
    }
  }
}
