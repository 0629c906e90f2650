package dev.localllm.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives the parameters of MicroProfile Fault Tolerance from our own keys, so that operators see one
 * spelling. It resolves them by itself, because MicroProfile Config cannot be asked while it is
 * being built, and it leaves the problems to {@link SettingsReader}.
 */
public final class FaultToleranceSource implements ConfigSource {
  private static final String RETRY = "dev.localllm.backend.BackendCalls/open/Retry/";

  private final Map<String, String> values;

  /** Reads the process's environment and its {@code .env} file. For the service loader. */
  public FaultToleranceSource() {
    this(ofProcess());
  }

  FaultToleranceSource(List<ConfigSource> sources) {
    // None of these keys depends on the environment.
    KeyReader keys =
        new KeyReader(new Lookup(sources, Role.API), Environment.LOCAL, new ArrayList<>());
    values =
        Map.of(
            RETRY + "maxRetries",
            String.valueOf(keys.value(CallingKeys.BACKEND_RETRIES)),
            RETRY + "delay",
            milliseconds(keys.value(CallingKeys.BACKEND_RETRY_DELAY)),
            RETRY + "jitter",
            milliseconds(keys.value(CallingKeys.BACKEND_RETRY_JITTER)));
  }

  @Override
  public String getName() {
    return "fault tolerance";
  }

  @Override
  public int getOrdinal() {
    return 250;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String key) {
    return values.get(key);
  }

  private static List<ConfigSource> ofProcess() {
    Map<String, String> properties = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return List.of(
        new MapSource("system properties", 400, properties),
        new MapSource("environment", 300, System.getenv()),
        new EnvFileSource());
  }

  private static String milliseconds(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
