package dev.localllm.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Where a value comes from (CFG-3, CFG-4): the source with the highest ordinal decides, and within
 * one source the name with the role's prefix goes before the plain one. An empty value counts as
 * not given, so that {@code X=${X:-}} in a compose file does no harm.
 *
 * <p>MicroProfile Config itself knows neither the prefixes nor, in portable terms, the source.
 */
final class Lookup {
  private static final int SYSTEM_PROPERTIES = 400;
  private static final int ENVIRONMENT = 300;
  private static final int SHIPPED = 100;

  private final List<ConfigSource> sources;
  private final Role role;

  /** A text that was given, the name it was given by, and the source in words. */
  record Given(String name, String text, String source) {}

  Lookup(Collection<ConfigSource> sources, Role role) {
    this.sources =
        sources.stream()
            .sorted(Comparator.comparingInt(ConfigSource::getOrdinal).reversed())
            .toList();
    this.role = role;
  }

  /** The value that somebody gave. */
  Optional<Given> given(String name) {
    return find(name, source -> source.getOrdinal() > SHIPPED, text -> !text.isBlank());
  }

  /**
   * The value that the process was given, were it an empty one: the server reads it too, and an
   * empty one is no port.
   */
  Optional<Given> givenToProcess(String name) {
    return find(name, Lookup::isProcess, text -> true);
  }

  /** The value that {@code microprofile-config.properties} gives. */
  Optional<String> shipped(String name) {
    return find(name, source -> source.getOrdinal() <= SHIPPED, text -> !text.isBlank())
        .map(Given::text);
  }

  /** The names with a role's prefix that the product does not know, in all sources but files. */
  Stream<Problem> unknownNames() {
    return sources.stream()
        .filter(source -> source.getOrdinal() > SHIPPED && !(source instanceof EnvFileSource))
        .flatMap(source ->
            source.getPropertyNames().stream()
                .filter(name -> Role.of(name).isPresent())
                .sorted()
                .flatMap(name -> unknownName(name, source)));
  }

  private Optional<Given> find(
      String name, Predicate<ConfigSource> admitted, Predicate<String> counts) {
    return sources.stream()
        .filter(admitted)
        .flatMap(source -> Stream.of(role.own(name), name).flatMap(each -> in(source, each)))
        .filter(given -> counts.test(given.text()))
        .findFirst();
  }

  private static Stream<Given> in(ConfigSource source, String name) {
    return Stream.ofNullable(source.getValue(name))
        .map(text -> new Given(name, text.strip(), words(source)));
  }

  private static Stream<Problem> unknownName(String name, ConfigSource source) {
    return KnownNames.complaint(name)
        .map(complaint -> new Problem(name, null, words(source), complaint))
        .stream();
  }

  private static boolean isProcess(ConfigSource source) {
    return source.getOrdinal() == SYSTEM_PROPERTIES || source.getOrdinal() == ENVIRONMENT;
  }

  private static String words(ConfigSource source) {
    return switch (source.getOrdinal()) {
      case SYSTEM_PROPERTIES -> "system property";
      case ENVIRONMENT -> "environment";
      default -> Objects.requireNonNullElse(source.getName(), "another source");
    };
  }
}
