package dev.localllm.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of a process without a server, from the sources that MicroProfile Config would have
 * asked, in the same order (CFG-3).
 */
public final class ProcessSettings {
  private static final String SHIPPED = "/META-INF/microprofile-config.properties";

  private ProcessSettings() {}

  /**
   * Reads and checks them.
   *
   * @throws InvalidSettings naming every problem
   */
  public static Settings read() {
    List<ConfigSource> sources = new ArrayList<>(given());
    sources.add(new MapSource(SHIPPED, 100, shipped()));
    return new SettingsReader(sources).read();
  }

  /** What was given to the process, by itself or by its {@code .env} file. */
  static List<ConfigSource> given() {
    return List.of(
        new MapSource("system properties", 400, texts(System.getProperties())),
        new MapSource("environment", 300, System.getenv()),
        new EnvFileSource());
  }

  private static Map<String, String> shipped() {
    var properties = new Properties();
    try (InputStream file = ProcessSettings.class.getResourceAsStream(SHIPPED)) {
      if (file != null) {
        properties.load(new InputStreamReader(file, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts(properties);
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> texts.put(name, properties.getProperty(name, "")));
    return texts;
  }
}
