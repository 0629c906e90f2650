package dev.localllm.store;

import dev.localllm.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds the stores from the settings. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  Database database(Settings settings) {
    return new Database(settings.storage());
  }

  void close(@Disposes Database database) {
    database.close();
  }
}
