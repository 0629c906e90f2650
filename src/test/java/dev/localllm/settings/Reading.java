package dev.localllm.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads settings from sources made by hand. */
final class Reading {
  /** What must be given outside local. */
  static final Map<String, String> CRITICAL =
      Map.of(
          "OLLAMA_BASE_URL", "http://gpu:11434",
          "MODEL_NAME", "llama3.2",
          "AUTH_MODE", "none",
          "ALLOWED_ORIGINS", "https://chat.example",
          "DATABASE_URL", "postgresql://gateway:secret@db/gateway",
          "REDIS_URL", "redis://cache");

  private Reading() {}

  static Settings read(Map<String, String> environment) {
    return read(environment(environment));
  }

  static Settings read(ConfigSource... sources) {
    return new SettingsReader(Arrays.asList(sources)).read();
  }

  static List<String> problems(Map<String, String> environment) {
    return problems(environment(environment));
  }

  /** The lines that list the problems. */
  static List<String> problems(ConfigSource... sources) {
    String message = catchThrowableOfType(InvalidSettings.class, () -> read(sources)).getMessage();
    return message.lines().skip(1).map(String::strip).toList();
  }

  static ConfigSource environment(Map<String, String> values) {
    return new MapSource("variables", 300, values);
  }

  static Map<String, String> with(Map<String, String> values, String key, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(key, value);
    return more;
  }
}
