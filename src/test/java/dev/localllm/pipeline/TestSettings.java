package dev.localllm.pipeline;

import dev.localllm.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Settings for tests, with the patience that they are about. */
final class TestSettings {

  private TestSettings() {}

  static Settings with(Duration load, Duration idle, Duration heartbeat) {
    Duration minute = Duration.ofMinutes(1);
    return new Settings(
        new Settings.Server(
            "local",
            "localhost",
            8000,
            Settings.LogFormat.TEXT,
            Settings.LogLevel.INFO,
            null,
            "test",
            "unknown",
            "unknown"),
        new Settings.Backends(
            List.of(URI.create("http://localhost:11434")), null, "m", false, false),
        new Settings.Access(Set.of(Settings.AuthMode.NONE), List.of()),
        new Settings.Calling(
            minute, load, load, idle, minute, 0, Duration.ZERO, Duration.ZERO, minute, minute),
        new Settings.Limits(
            1 << 20, minute, 10, Duration.ofSeconds(1), 1 << 20, 1 << 20, heartbeat, minute));
  }

  static Settings.Limits bodies(int limit, Duration patience) {
    Duration minute = Duration.ofMinutes(1);
    return new Settings.Limits(limit, patience, 10, minute, 1, 1, minute, minute);
  }
}
