package dev.localllm.console;

import dev.localllm.access.ApiKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds what the resources hand their requests to. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  KeyAdmin keyAdmin(ApiKeys keys) {
    return new KeyAdmin(keys, new Trail(entry -> {}));
  }
}
