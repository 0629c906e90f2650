package dev.localllm.observe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The checks behind {@code /health}, {@code /health/live}, {@code ready} and {@code started}. */
@ApplicationScoped
public class HealthChecks {

  @Produces
  @ApplicationScoped
  @Liveness
  HealthCheck live(Health health) {
    return () -> health.process("live", Instant.now());
  }

  @Produces
  @ApplicationScoped
  @Startup
  HealthCheck started(Health health) {
    return () -> health.process("started", Instant.now());
  }

  @Produces
  @ApplicationScoped
  @Readiness
  HealthCheck stores(Health health) {
    return () -> health.stores(Instant.now());
  }

  @Produces
  @ApplicationScoped
  @Readiness
  HealthCheck ready(Health health) {
    return () -> health.ready(Instant.now());
  }
}
