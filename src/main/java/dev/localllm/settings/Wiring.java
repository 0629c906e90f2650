package dev.localllm.settings;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.ConfigProvider;

/** Hands the settings to the application, or ends the process when there are none to be had. */
@ApplicationScoped
class Wiring {
  /** {@code EX_CONFIG} of sysexits.h. */
  private static final int MISCONFIGURED = 78;

  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

  @Produces
  @Singleton
  Settings settings() {
    try {
      return new SettingsReader(ConfigProvider.getConfig().getConfigSources()).read();
    } catch (InvalidSettings invalid) {
      LOG.log(Level.ERROR, invalid.getMessage());
      // Not exit: the server's shutdown hook waits for the application, which is starting here.
      Runtime.getRuntime().halt(MISCONFIGURED);
      throw invalid;
    }
  }

  @Produces
  @Singleton
  EffectiveSettings effectiveSettings() {
    return EffectiveSettings.of(ConfigProvider.getConfig().getConfigSources());
  }

  /** Reads the settings before anything else starts, even if nothing else needs them then. */
  void start(
      @Observes @Priority(Integer.MIN_VALUE) @Initialized(ApplicationScoped.class) Object context,
      Settings settings) {
    LOG.log(Level.INFO, "environment {0}", settings.server().environment());
  }
}
