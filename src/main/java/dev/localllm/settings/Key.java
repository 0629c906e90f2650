package dev.localllm.settings;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of keys.
 *
 * @param name UPPER_SNAKE_CASE, the same everywhere (CFG-2)
 * @param localDefault the text that stands for a missing value in local; null for none
 * @param otherDefault the same in the other environments
 * @param alias a second name; null for none
 * @param meaning one or two sentences, for the manual
 */
record Key<T>(
    String name,
    Topic topic,
    Kind<T> kind,
    @Nullable String localDefault,
    @Nullable String otherDefault,
    Set<Trait> traits,
    @Nullable String alias,
    String meaning) {

  static final String FILE_SUFFIX = "_FILE";

  /** The chapters of the manual (CFG-8). */
  enum Topic {
    RUNTIME("Runtime"),
    BACKENDS("Models and backends"),
    ACCESS("Access and security"),
    STORAGE("Database and cache"),
    USAGE("Usage ledger"),
    CALLING("Calling backends"),
    LIMITS("Limits");

    private final String title;

    Topic(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** What only some keys are. */
  enum Trait {
    /** Needed before any file is read, so it comes from the process's environment only. */
    PROCESS,
    /** Never shown, and also readable from a file (CFG-9). */
    SECRET,
    /** Rests on no default outside local (CFG-5). */
    CRITICAL
  }

  static <T> Key<T> of(String name, Topic topic, Kind<T> kind, String meaning) {
    return new Key<>(name, topic, kind, null, null, Set.of(), null, meaning);
  }

  Key<T> byDefault(String everywhere) {
    return byDefault(everywhere, everywhere);
  }

  Key<T> byDefault(String local, @Nullable String elsewhere) {
    return new Key<>(name, topic, kind, local, elsewhere, traits, alias, meaning);
  }

  Key<T> critical(String local) {
    return new Key<>(name, topic, kind, local, null, traits, alias, meaning).with(Trait.CRITICAL);
  }

  Key<T> alias(String second) {
    return new Key<>(name, topic, kind, localDefault, otherDefault, traits, second, meaning);
  }

  Key<T> with(Trait trait) {
    Set<Trait> more = new HashSet<>(traits);
    more.add(trait);
    return new Key<>(
        name, topic, kind, localDefault, otherDefault, Set.copyOf(more), alias, meaning);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** The default that holds there; null for none. */
  @Nullable String defaultIn(Environment environment) {
    return environment == Environment.LOCAL ? localDefault : otherDefault;
  }
}
