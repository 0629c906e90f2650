package dev.localllm.settings;

import dev.localllm.settings.Key.Trait;
import dev.localllm.settings.Lookup.Given;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns keys into values for one environment. What cannot be used is added to the problems, and the
 * reading goes on with the default, so that one start reveals every problem.
 */
final class KeyReader {
  private final Lookup lookup;
  private final Environment environment;
  private final List<Problem> problems;

  KeyReader(Lookup lookup, Environment environment, List<Problem> problems) {
    this.lookup = lookup;
    this.environment = environment;
    this.problems = problems;
  }

  /** The value of a key that has a default in local. */
  <T> T value(Key<T> key) {
    return value(key, anything -> true);
  }

  /** The same, for a kind of value that does not fit everywhere. */
  <T> T value(Key<T> key, Predicate<T> fits) {
    T value = find(key, fits);
    return value == null ? key.kind().parse(Objects.requireNonNull(key.localDefault())) : value;
  }

  /** The value of a key without a default; null when it is not given or cannot be used. */
  <T> @Nullable T optional(Key<T> key) {
    return find(key, anything -> true);
  }

  /** The same, and a problem when it is not given although it is {@code needed}. */
  <T> @Nullable T needed(Key<T> key, boolean needed, String why) {
    T value = find(key, anything -> true);
    if (needed && value == null && given(key).isEmpty()) {
      String cure = "must be given, because %s: %s".formatted(why, key.kind().allowed());
      problems.add(new Problem(key.name(), null, "not given", cure));
    }
    return value;
  }

  /** What a key is set to, fit to be shown. */
  EffectiveSetting effective(Key<?> key) {
    Given given =
        given(key).stream()
            .findFirst()
            .orElseGet(() ->
                new Given(key.name(), Objects.requireNonNullElse(byDefault(key), ""), "default"));
    String text = given.text();
    return new EffectiveSetting(
        key.name(),
        key.topic().title(),
        text.isEmpty() ? null : key.is(Trait.SECRET) ? Secret.REDACTED : text,
        given.source(),
        given.name());
  }

  private <T> @Nullable T find(Key<T> key, Predicate<T> fits) {
    List<Given> given = given(key);
    if (!given.isEmpty()) {
      return agreed(key, given, fits);
    }
    String text = byDefault(key);
    if (text != null) {
      return key.kind().parse(text);
    }
    if (key.is(Trait.CRITICAL)) {
      String cure = "must be given outside local: " + key.kind().allowed();
      problems.add(new Problem(key.name(), null, "not given", cure));
    }
    return null;
  }

  private List<Given> given(Key<?> key) {
    if (key.is(Trait.PROCESS)) {
      return lookup.givenToProcess(key.name()).stream().toList();
    }
    Optional<Given> file =
        key.is(Trait.SECRET) ? lookup.given(key.name() + Key.FILE_SUFFIX) : Optional.empty();
    Stream<String> names = Stream.of(key.name(), key.alias()).flatMap(Stream::ofNullable);
    return Stream.concat(
            names.flatMap(name -> lookup.given(name).stream()),
            file.stream().flatMap(path -> SecretFile.read(path, problems).stream()))
        .toList();
  }

  /** The one value that all the names of the key were given (CFG-4). */
  private <T> @Nullable T agreed(Key<T> key, List<Given> given, Predicate<T> fits) {
    List<T> values = given.stream().flatMap(each -> parsed(key, each, fits).stream()).toList();
    boolean torn = key.is(Trait.SECRET) ? given.size() > 1 : values.stream().distinct().count() > 1;
    if (torn) {
      Given first = given.getFirst();
      String twin = "%s (%s)".formatted(first.name(), first.source());
      problems.add(
          problem(key, given.getLast(), twin + " is given too and means the same; give only one"));
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private <T> Optional<T> parsed(Key<T> key, Given given, Predicate<T> fits) {
    String hint = "";
    try {
      T value = key.kind().parse(given.text());
      if (fits.test(value)) {
        return Optional.of(value);
      }
    } catch (Kind.Unfit unfit) {
      hint = unfit.hint().isEmpty() ? "" : "; " + unfit.hint();
    }
    problems.add(problem(key, given, "must be " + key.kind().allowed() + hint));
    return Optional.empty();
  }

  private static Problem problem(Key<?> key, Given given, String cure) {
    String shown = key.is(Trait.SECRET) ? Secret.REDACTED : given.text();
    return new Problem(given.name(), shown, given.source(), cure);
  }

  /** A default that is the same everywhere may be the build's own: its version. */
  private @Nullable String byDefault(Key<?> key) {
    String text = key.defaultIn(environment);
    return text != null && text.equals(key.localDefault())
        ? lookup.shipped(key.name()).orElse(text)
        : text;
  }
}
