package dev.localllm.settings;

import dev.localllm.settings.Key.Trait;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every name that a value may be given by, and help for the others (CFG-6). */
final class KnownNames {
  static final List<Key<?>> KEYS =
      Stream.of(
              ServerKeys.ALL,
              BackendKeys.ALL,
              AccessKeys.ALL,
              JwtKeys.ALL,
              StorageKeys.ALL,
              UsageKeys.ALL,
              CallingKeys.ALL,
              ManagementKeys.ALL,
              LimitKeys.ALL)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private static final Set<String> PLAIN =
      KEYS.stream().flatMap(KnownNames::plain).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> PROCESS =
      KEYS.stream()
          .filter(key -> key.is(Trait.PROCESS))
          .map(Key::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> ALL =
      PLAIN.stream().flatMap(KnownNames::spellings).sorted().toList();

  /** A name with more wrong letters, or with more wrong than right ones, is no misspelling. */
  private static final int MOST_WRONG = 4;

  private KnownNames() {}

  /** Why no value may be given by that name; empty when one may. */
  static Optional<String> complaint(String name) {
    if (ALL.contains(name)) {
      return Optional.empty();
    }
    String plain = Role.withoutPrefix(name);
    if (PROCESS.contains(plain)) {
      return Optional.of(plain + " takes no prefix, because it is for the whole process");
    }
    return Optional.of(
        "there is no such key" + nearest(name).map("; did you mean %s?"::formatted).orElse(""));
  }

  /** Whether the key's value must come from the environment of the process itself. */
  static boolean ofProcess(String name) {
    return PROCESS.contains(name);
  }

  private static Stream<String> plain(Key<?> key) {
    @Nullable String file = key.is(Trait.SECRET) ? key.name() + Key.FILE_SUFFIX : null;
    return Stream.of(key.name(), key.alias(), file).flatMap(Stream::ofNullable);
  }

  private static Stream<String> spellings(String plain) {
    return PROCESS.contains(plain) || Role.of(plain).isPresent()
        ? Stream.of(plain)
        : Stream.concat(
            Stream.of(plain), Arrays.stream(Role.values()).map(role -> role.own(plain)));
  }

  private static Optional<String> nearest(String name) {
    return ALL.stream()
        .min(Comparator.comparingInt(known -> distance(name, known)))
        .filter(known -> distance(name, known) <= Math.min(MOST_WRONG, name.length() / 2));
  }

  /** How many letters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
