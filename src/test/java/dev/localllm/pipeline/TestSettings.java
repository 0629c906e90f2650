package dev.localllm.pipeline;

import dev.localllm.access.Allowance;
import dev.localllm.access.Caller;
import dev.localllm.access.ModelPatterns;
import dev.localllm.access.Scope;
import dev.localllm.limits.Limiter;
import dev.localllm.settings.AnswerBounds;
import dev.localllm.settings.DatabaseAddress;
import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.ModelManagement;
import dev.localllm.settings.RateLimits;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Storage;
import dev.localllm.settings.UsageKeeping;
import dev.localllm.usage.Prices;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Settings for tests, with the patience that they are about. */
final class TestSettings {

  static final Caller CALLER =
      new Caller(
          "key_1",
          "tester",
          "ada",
          "engines",
          Set.of(Scope.INFERENCE, Scope.MODELS_READ),
          ModelPatterns.ALL,
          Allowance.UNLIMITED);

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
            null,
            "test",
            "unknown",
            "unknown"),
        new Settings.Backends(
            List.of(URI.create("http://localhost:11434")), null, "m", false, false),
        new Settings.Access(
            Set.of(Settings.AuthMode.NONE),
            List.of(),
            List.of(),
            new KeyTrust(List.of(), null, minute),
            null,
            Set.of("inference", "models:read"),
            List.of(),
            List.of(),
            60),
        new Settings.Calling(
            minute,
            load,
            load,
            idle,
            minute,
            0,
            Duration.ZERO,
            Duration.ZERO,
            minute,
            minute,
            new AnswerBounds(8192, 100, true, Duration.ofSeconds(1))),
        new Settings.Limits(
            1 << 20,
            minute,
            10,
            Duration.ofSeconds(1),
            1 << 20,
            1 << 20,
            heartbeat,
            minute,
            64 << 20,
            32 << 20,
            4096),
        new RateLimits(0, 0, 0),
        new Storage(
            new DatabaseAddress("jdbc:h2:mem:test", "sa", null),
            2,
            minute,
            true,
            null,
            Path.of("target", "test-data").toAbsolutePath()),
        new UsageKeeping(true, Duration.ofSeconds(1), 400, 1 << 20, List.of()),
        new ModelManagement(idle, minute, 1 << 20));
  }

  static Settings.Limits bodies(int limit, Duration patience) {
    Duration minute = Duration.ofMinutes(1);
    return new Settings.Limits(
        limit, patience, 10, minute, 1, 1, minute, minute, 64 << 20, 32 << 20, 4096);
  }

  /** Within limits that nothing reaches. */
  static Admission admission(InFlight inFlight) {
    return new Admission(
        inFlight, Limiter.alone(InstantSource.system()), new Prices(List.of()), held(), 4096);
  }

  /** A request at the door, of a caller without limits. */
  static Arrival arrival(long length) {
    return new Arrival(
        "req_1",
        CALLER,
        "192.0.2.7",
        "ollama",
        length,
        ContentCodings.NONE,
        System.nanoTime(),
        admission(new InFlight(1)).entrance(CALLER));
  }

  /** A budget that nothing reaches. */
  static HeldBytes held() {
    return new HeldBytes(1L << 40, 1L << 40, Duration.ofSeconds(1));
  }
}
