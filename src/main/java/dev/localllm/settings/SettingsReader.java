package dev.localllm.settings;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads and checks all the settings once, and reports all their problems at once (CFG-5). */
final class SettingsReader {
  private final List<ConfigSource> sources;

  /** Reads from {@code sources}, in any order; their ordinals tell which goes first. */
  SettingsReader(Iterable<ConfigSource> sources) {
    List<ConfigSource> all = new ArrayList<>();
    sources.forEach(all::add);
    this.sources = List.copyOf(all);
  }

  /**
   * The settings of a process in the role {@code api}.
   *
   * @throws InvalidSettings naming every problem
   */
  Settings read() {
    List<Problem> problems = new ArrayList<>();
    Lookup lookup = new Lookup(sources, Role.API);
    // Nothing is said to be missing as long as it is unclear where we are.
    Environment environment =
        new KeyReader(lookup, Environment.LOCAL, problems).value(ServerKeys.APP_ENV);
    for (ConfigSource source : sources) {
      if (source instanceof EnvFileSource file) {
        problems.addAll(file.problems());
      }
    }
    lookup.unknownNames().forEach(problems::add);
    KeyReader keys = new KeyReader(lookup, environment, problems);
    Settings settings =
        new Settings(
            ServerKeys.read(keys, environment),
            BackendKeys.read(keys),
            AccessKeys.read(keys, environment),
            CallingKeys.read(keys),
            LimitKeys.read(keys),
            LimitKeys.rates(keys),
            StorageKeys.read(keys),
            UsageKeys.read(keys),
            ManagementKeys.read(keys));
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return settings;
  }
}
