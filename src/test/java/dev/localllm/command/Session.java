package dev.localllm.command;

import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.KeyTrust.Pepper;
import dev.localllm.settings.Secret;
import dev.localllm.settings.Storage;
import dev.localllm.store.Stores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Somebody at a terminal, with a database of his own. */
final class Session {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Setup setup;
  private final Random random = new Random(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  Session(Stores store, Path data) {
    this(
        moved(store.storage(false), data), List.of(new Pepper("p", new Secret("pepper-of-tests"))));
  }

  Session(Storage storage, List<Pepper> peppers) {
    setup = new Setup(storage, new KeyTrust(peppers, null, Duration.ofSeconds(2)));
  }

  Setup setup() {
    return setup;
  }

  /** Runs a command; returns its exit code. */
  int run(String role, String... arguments) {
    return run(() -> setup, role, arguments);
  }

  int run(Supplier<Setup> settings, String role, String... arguments) {
    out.getBuffer().setLength(0);
    errors.getBuffer().setLength(0);
    var workplace =
        new Workplace(
            settings,
            InstantSource.fixed(NOW),
            random,
            "user:tester",
            new PrintWriter(out, true),
            new PrintWriter(errors, true));
    return Roles.run(role, List.of(arguments), workplace);
  }

  /** What the last command printed. */
  String out() {
    return out.toString();
  }

  String errors() {
    return errors.toString();
  }

  private static Storage moved(Storage storage, Path data) {
    return new Storage(
        storage.database(), storage.poolSize(), storage.timeout(), false, null, data);
  }
}
