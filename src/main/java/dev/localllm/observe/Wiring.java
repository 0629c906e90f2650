package dev.localllm.observe;

import dev.localllm.access.Access;
import dev.localllm.access.NetworkDoubts;
import dev.localllm.audit.AuditLog;
import dev.localllm.backend.Fleet;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.limits.Limiter;
import dev.localllm.pipeline.HeldBytes;
import dev.localllm.pipeline.InFlight;
import dev.localllm.pipeline.ManagementListener;
import dev.localllm.pipeline.PipelineListener;
import dev.localllm.pipeline.Watchdog;
import dev.localllm.settings.Settings;
import dev.localllm.store.StoreWatch;
import dev.localllm.usage.Ledger;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Builds what observes the gateway, and starts and ends it with the application. */
@ApplicationScoped
public class Wiring {

  private static final Logger LOG = Logger.getLogger("dev.localllm");

  /** To the disk; what the database does not have by then it gets after the next start. */
  private static final Duration LAST_ENTRIES = Duration.ofSeconds(8);

  @Inject BackgroundTasks tasks;

  private AutoCloseable logging = () -> {};
  private AutoCloseable signals = () -> {};

  /** First of all, so that the rest of the start is logged. */
  void start(
      @Observes @Priority(1) @Initialized(ApplicationScoped.class) Object application,
      Settings settings,
      InFlight inFlight,
      Watchdog watchdog,
      Instance<Ledger> ledger,
      Instance<AuditLog> audit) {
    logging = new Logging(LOG, settings.server(), new FileOutputStream(FileDescriptor.out));
    NetworkDoubts.of(settings.access()).forEach(LOG::warning);
    var shutdown =
        new Shutdown(
            inFlight,
            settings.limits().drainTimeout(),
            () ->
                watchdog.endAll(
                    new Busy("the gateway is stopping", settings.limits().retryAfter())),
            new ProcessEnding(
                List.of(() -> ledger.get().close(), () -> audit.get().close()),
                LAST_ENTRIES,
                code -> Runtime.getRuntime().halt(code)),
            LOG);
    try {
      signals = new Signals(List.of("TERM", "INT"), shutdown::begin);
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "signals end this process without a drain", e);
    }
  }

  /** Leaves nothing behind that would keep a replaced application in memory. */
  void stop(@Observes @Destroyed(ApplicationScoped.class) Object application) throws Exception {
    signals.close();
    logging.close();
  }

  @Produces
  @Singleton
  Build build(Settings settings) {
    return Build.of(settings.server());
  }

  @Produces
  @Singleton
  Stores stores(StoreWatch watch, Access access) {
    return new Stores(
        List.of(
            new Stores.Part("database", watch::databaseUp, watch::databaseWasUp),
            new Stores.Part("keys", access::ready, access::ready),
            // without it each replica counts for itself
            new Stores.Part("cache", watch::cacheUp, () -> true)));
  }

  @Produces
  @Singleton
  Traffic traffic(InFlight inFlight, Settings settings) {
    return new Traffic(inFlight, settings.server().holdFile());
  }

  @Produces
  @Singleton
  Health health(Build build, Fleet fleet, Traffic traffic, Stores stores) {
    return new Health(build, fleet, traffic, stores);
  }

  @Produces
  @Singleton
  LingeringClose lingeringClose(Watchdog watchdog) {
    return new LingeringClose(Duration.ofSeconds(5), watchdog);
  }

  @Produces
  @Singleton
  Origins origins(Settings settings) {
    return new Origins(settings.access().allowedOrigins(), settings.server().publicApiBaseUrl());
  }

  @Produces
  @Singleton
  PrometheusRegistry registry(
      Build build, Fleet fleet, InFlight inFlight, HeldBytes held, Limiter limiter, Ledger ledger) {
    var registry = new PrometheusRegistry();
    var gauges = new Gauges(registry);
    gauges.registerGateway(build, inFlight, held, fleet);
    gauges.registerGovernance(limiter::state, ledger::state);
    gauges.registerBackground(tasks);
    gauges.registerProcess();
    return registry;
  }

  @Produces
  @Singleton
  PipelineListener metrics(PrometheusRegistry registry) {
    return new Metrics(registry);
  }

  @Produces
  @Singleton
  PipelineListener accessLog() {
    return new AccessLog(LOG);
  }

  @Produces
  @Singleton
  ManagementListener managementLog() {
    return new AccessLog(LOG)::settled;
  }
}
