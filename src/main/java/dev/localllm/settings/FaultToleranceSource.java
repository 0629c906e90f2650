package dev.localllm.settings;

import java.time.Duration;
import java.util.ArrayList;
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
    this(ProcessSettings.given());
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

  private static String milliseconds(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
