package dev.localllm.observe;

import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendState;
import dev.localllm.backend.Fleet;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** The words of the health checks (OPS-1): no address and no secret is in them. */
final class Health {

  private final Build build;
  private final Fleet fleet;
  private final Traffic traffic;
  private final Stores stores;

  Health(Build build, Fleet fleet, Traffic traffic, Stores stores) {
    this.build = build;
    this.fleet = fleet;
    this.traffic = traffic;
    this.stores = stores;
  }

  /** The process runs. */
  HealthCheckResponse process(String name, Instant now) {
    return facts(name, now).up().build();
  }

  /** Requests make sense: they are wanted here, and a backend can be reached. */
  HealthCheckResponse ready(Instant now) {
    HealthCheckResponseBuilder ready = facts("backends", now);
    ready.withData("draining", traffic.draining());
    ready.withData("held", traffic.held());
    boolean reachable = false;
    for (Backend backend : fleet.backends()) {
      BackendState state = backend.state();
      reachable |= state.reachable();
      describe(ready, "backend." + backend.name(), state, now);
    }
    return ready.status(reachable && traffic.wanted()).build();
  }

  /** What is kept elsewhere can be had, or has been so that requests can be served. */
  HealthCheckResponse stores(Instant now) {
    HealthCheckResponseBuilder check = facts("stores", now);
    stores.facts().forEach(check::withData);
    return check.status(stores.usable()).build();
  }

  private HealthCheckResponseBuilder facts(String name, Instant now) {
    HealthCheckResponseBuilder check = HealthCheckResponse.named(name);
    build.facts(now).forEach(check::withData);
    return check;
  }

  private static void describe(
      HealthCheckResponseBuilder check, String key, BackendState state, Instant now) {
    check.withData(key + ".reachable", state.reachable());
    if (!state.version().isEmpty()) {
      check.withData(key + ".version", state.version());
    }
    if (!state.detail().isEmpty()) {
      check.withData(key + ".detail", state.detail());
    }
    if (!state.checkedAt().equals(Instant.EPOCH)) {
      Duration age = Duration.between(state.checkedAt(), now);
      check.withData(key + ".checkedSecondsAgo", Math.max(0, age.toSeconds()));
    }
  }
}
