package dev.localllm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.junit.jupiter.api.Test;

/** FLT-3: the parameters of {@code @Retry} come from our keys. */
class FaultToleranceSourceTest {
  private static final String RETRY = "dev.localllm.backend.BackendCalls/open/Retry/";

  @Test
  void theParametersAreOurKeysInMilliseconds() {
    FaultToleranceSource source =
        source(
            Map.of(
                "BACKEND_RETRIES", "4",
                "API__BACKEND_RETRY_DELAY", "1s",
                "BACKEND_RETRY_JITTER", "7ms"));
    assertThat(source.getProperties())
        .isEqualTo(
            Map.of(RETRY + "maxRetries", "4", RETRY + "delay", "1000", RETRY + "jitter", "7"));
  }

  @Test
  void whatIsWrongLeavesTheDefaultToTheStartThatReportsIt() {
    assertThat(source(Map.of("BACKEND_RETRIES", "many")).getProperties())
        .isEqualTo(
            Map.of(RETRY + "maxRetries", "2", RETRY + "delay", "100", RETRY + "jitter", "50"));
  }

  @Test
  void theMethodThatTheyAreForIsThere() throws ClassNotFoundException {
    assertThat(Class.forName(RETRY.substring(0, RETRY.indexOf('/'))).getDeclaredMethods())
        .filteredOn(method -> method.isAnnotationPresent(Retry.class))
        .extracting(Method::getName)
        .containsExactly("open");
  }

  @Test
  void nothingElseIsAnswered() {
    assertThat(source(Map.of("BACKEND_RETRIES", "4")).getValue("BACKEND_RETRIES")).isNull();
  }

  private static FaultToleranceSource source(Map<String, String> values) {
    return new FaultToleranceSource(List.of(new MapSource("environment", 300, values)));
  }
}
