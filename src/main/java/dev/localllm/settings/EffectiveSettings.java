package dev.localllm.settings;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What every key is set to in this process, and where that comes from. Immutable.
 *
 * @param all in the order of the manual
 */
public record EffectiveSettings(List<EffectiveSetting> all) {

  public EffectiveSettings {
    all = List.copyOf(all);
  }

  /** Reads from {@code sources}, in any order, in which {@link SettingsReader} found no problem. */
  static EffectiveSettings of(Iterable<ConfigSource> sources) {
    List<ConfigSource> list = new ArrayList<>();
    sources.forEach(list::add);
    Lookup lookup = new Lookup(list, Role.API);
    Environment environment =
        new KeyReader(lookup, Environment.LOCAL, new ArrayList<>()).value(ServerKeys.APP_ENV);
    KeyReader keys = new KeyReader(lookup, environment, new ArrayList<>());
    return new EffectiveSettings(KnownNames.KEYS.stream().map(keys::effective).toList());
  }
}
