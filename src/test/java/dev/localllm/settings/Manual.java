package dev.localllm.settings;

import dev.localllm.settings.Key.Topic;
import dev.localllm.settings.Key.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The three manuals of the keys, written from the table of keys (CFG-11). */
final class Manual {
  private static final int WIDTH = 98;

  private Manual() {}

  /** The part of {@code docs/configuration.md} that lists the keys. */
  static String tables() {
    return byTopic(
        topic ->
            "### " + topic.title() + "\n\n| key | value | default | meaning |\n|---|---|---|---|",
        Manual::row);
  }

  /** {@code .env.example}: all that may stand in such a file, commented out. */
  static String example() {
    return comment(
            "Copy this file to .env.local (.env.staging, .env.production) and remove the # before"
                + " what you set. docs/configuration.md tells how these files are read. Keys for"
                + " the whole process are only listed: set them in its environment.")
        + byTopic(
            topic -> "## " + topic.title(),
            key -> remark(key) + "\n#" + assignment(key).replaceFirst("@.*@", ""));
  }

  /** {@code microprofile-config.properties}: the defaults of local. */
  static String properties() {
    return comment(
            "Every key with its default in local, which is the lowest of all sources: a .env file"
                + " goes before it, and the environment before that. docs/configuration.md tells"
                + " more.")
        + byTopic(
            topic -> "## " + topic.title(),
            key -> remark(key) + "\n" + (key.localDefault() == null ? "#" : "") + assignment(key));
  }

  private static String byTopic(Function<Topic, String> heading, Function<Key<?>, String> entry) {
    List<String> lines = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      lines.add("\n" + heading.apply(topic));
      KnownNames.KEYS.stream().filter(key -> key.topic() == topic).map(entry).forEach(lines::add);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(Key<?> key) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name(), key.kind().allowed(), defaults(key), sentence(key).replace("|", "\\|"));
  }

  private static String defaults(Key<?> key) {
    String local = key.localDefault();
    if (local == null) {
      return "none";
    }
    if (local.startsWith("@")) {
      return "the build's version";
    }
    String other = key.otherDefault();
    if (local.equals(other)) {
      return "`" + local + "`";
    }
    return "`"
        + local
        + "` in local, elsewhere "
        + (other == null ? "no default" : "`" + other + "`");
  }

  private static String remark(Key<?> key) {
    String other = key.otherDefault();
    String elsewhere =
        key.localDefault() == null || key.localDefault().equals(other) || other == null
            ? ""
            : " Default outside local: " + other + ".";
    return "\n"
        + comment(sentence(key) + " Value: " + key.kind().allowed() + "." + elsewhere).strip();
  }

  private static String sentence(Key<?> key) {
    return Stream.of(
            key.meaning(),
            key.is(Trait.PROCESS) ? "For the whole process: environment only." : "",
            key.is(Trait.CRITICAL) ? "Must be given outside local." : "",
            key.is(Trait.SECRET)
                ? "Secret; or give the path of a file that holds it as "
                    + (key.name() + Key.FILE_SUFFIX)
                    + "."
                : "",
            key.alias() == null ? "" : "Also called " + key.alias() + ".")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String assignment(Key<?> key) {
    return key.name() + "=" + (key.localDefault() == null ? "" : key.localDefault());
  }

  private static String comment(String text) {
    StringBuilder lines = new StringBuilder();
    String line = "#";
    for (String word : text.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.append(line).append('\n');
        line = "#";
      }
      line += " " + word;
    }
    return lines.append(line).append('\n').toString();
  }
}
