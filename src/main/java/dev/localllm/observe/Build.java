package dev.localllm.observe;

import dev.localllm.settings.Settings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What runs here: shown by health, {@code /version} and the metrics (OPS-1). */
record Build(String version, String gitSha, String buildDate, String environment) {

  static Build of(Settings.Server server) {
    return new Build(server.version(), server.gitSha(), server.buildDate(), server.environment());
  }

  /** The facts by name, in a fixed order, with the time at which they were asked for. */
  Map<String, String> facts(Instant now) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("version", version);
    facts.put("gitSha", gitSha);
    facts.put("buildDate", buildDate);
    facts.put("environment", environment);
    facts.put("timestamp", now.toString());
    return facts;
  }
}
