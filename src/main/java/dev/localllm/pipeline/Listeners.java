package dev.localllm.pipeline;

import java.util.List;

/** Those who are told of requests that are over. Thread-safe. */
record Listeners(List<PipelineListener> all) {

  Listeners {
    all = List.copyOf(all);
  }

  /** Tells everybody; one who fails keeps nobody else from being told. */
  void settled(Settlement settlement) {
    for (PipelineListener one : all) {
      try {
        one.settled(settlement);
      } catch (Throwable e) {
        Unforeseen.log("request " + settlement.requestId() + " could not be entered", e);
      }
    }
  }
}
