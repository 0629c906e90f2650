package dev.localllm.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.spi.HealthCheckResponseProvider;

/** Builds health responses, as the server does at run time. */
final class HealthResponses extends HealthCheckResponseBuilder {

  private final Map<String, Object> data = new HashMap<>();
  private String name = "";
  private Status status = Status.DOWN;

  static void install() {
    HealthCheckResponseProvider provider = HealthResponses::new;
    HealthCheckResponse.setResponseProvider(provider);
  }

  @Override
  public HealthCheckResponseBuilder name(String given) {
    name = given;
    return this;
  }

  @Override
  public HealthCheckResponseBuilder withData(String key, String value) {
    data.put(key, value);
    return this;
  }

  @Override
  public HealthCheckResponseBuilder withData(String key, long value) {
    data.put(key, value);
    return this;
  }

  @Override
  public HealthCheckResponseBuilder withData(String key, boolean value) {
    data.put(key, value);
    return this;
  }

  @Override
  public HealthCheckResponseBuilder up() {
    return status(true);
  }

  @Override
  public HealthCheckResponseBuilder down() {
    return status(false);
  }

  @Override
  public HealthCheckResponseBuilder status(boolean up) {
    status = up ? Status.UP : Status.DOWN;
    return this;
  }

  @Override
  public HealthCheckResponse build() {
    return new HealthCheckResponse(name, status, Optional.of(data));
  }
}
