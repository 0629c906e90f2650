package dev.localllm.access;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.JwtTrust;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Settings.AuthMode;
import dev.localllm.store.Database;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Builds access control from the settings, and keeps the keys fresh while they are in use. */
@ApplicationScoped
public class Wiring {

  private static final Duration RENEW_EVERY = Duration.ofSeconds(10);

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  @Inject BackgroundTasks tasks;

  private @Nullable KeyRefresh refreshing;
  private @Nullable BackgroundTask renewing;

  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      Settings settings,
      KeyRefresh refresh) {
    if (settings.access().authModes().contains(AuthMode.KEYS)) {
      refreshing = refresh;
      refresh.start();
    }
  }

  @PreDestroy
  void stop() {
    if (refreshing != null) {
      refreshing.close();
    }
    if (renewing != null) {
      renewing.cancel(Duration.ZERO);
    }
  }

  @Produces
  @Singleton
  KeyRing keyRing(Settings settings, Database database) {
    return new KeyRing(database, settings.access().keys());
  }

  @Produces
  @Singleton
  KeyRefresh keyRefresh(Settings settings, KeyRing ring) {
    return new KeyRefresh(ring, settings.access().keys().refresh(), tasks);
  }

  @Produces
  @Singleton
  ApiKeys apiKeys(Settings settings, Database database, KeyRefresh refresh) {
    return new ApiKeys(
        database,
        settings.access().keys(),
        InstantSource.system(),
        new SecureRandom(),
        refresh::now);
  }

  @Produces
  @Singleton
  Access access(Settings settings, KeyRing ring) {
    return new Access(
        settings.access(), settings.rates(), ring, tokens(settings), InstantSource.system());
  }

  private @Nullable Tokens tokens(Settings settings) {
    JwtTrust trust = settings.access().jwt();
    if (trust == null) {
      return null;
    }
    Tokens tokens =
        new Tokens(
            trust, settings.rates(), InstantSource.system(), new KeyAddress(trust.jwks()), threads);
    renewing =
        tasks.task(
            "token-keys",
            () -> {
              tokens.renew();
              return RENEW_EVERY;
            });
    renewing.start();
    return tokens;
  }

  @Produces
  @Singleton
  Failures failures(Settings settings) {
    return new Failures(settings.access().failures(), InstantSource.system());
  }

  @Produces
  @Singleton
  ClientAddress clientAddress(Settings settings) {
    return new ClientAddress(settings.access().trustedProxies());
  }
}
