package dev.localllm.pipeline;

import dev.localllm.audit.AuditLog;
import dev.localllm.backend.Fleet;
import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.limits.Limiter;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Settings.AuthMode;
import dev.localllm.store.ReplicaName;
import dev.localllm.usage.Ledger;
import dev.localllm.usage.Prices;
import dev.localllm.usage.UsageReports;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Builds the pipeline from the settings. */
@ApplicationScoped
@ContextServiceDefinition(
    name = "java:module/concurrent/bare",
    propagated = {},
    cleared = {},
    unchanged = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
    name = "java:module/concurrent/requests",
    context = "java:module/concurrent/bare",
    virtual = true)
public class Wiring {

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  private final Watchdog watchdog = new Watchdog();
  private final Changes changes = new Changes();
  private final List<BackgroundTask> running = new ArrayList<>();

  /**
   * Builds everything before the first request comes, and keeps the watchdog looking as long as the
   * application runs.
   */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      Settings settings,
      Pipeline pipeline,
      Budgets budgets,
      BackgroundTasks tasks) {
    // a busy processor must not keep it from ending what keeps it busy
    running.add(tasks.task("watchdog", watchdog::step));
    if (settings.access().authModes().contains(AuthMode.KEYS)) {
      running.add(tasks.task("budgets", budgets::step));
    }
    running.forEach(BackgroundTask::start);
  }

  @PreDestroy
  void stop() {
    running.forEach(task -> task.cancel(Duration.ZERO));
  }

  @Produces
  @Singleton
  Watchdog watchdog() {
    return watchdog;
  }

  @Produces
  @Singleton
  InFlight inFlight(Settings settings) {
    return new InFlight(settings.limits().maxStreams());
  }

  @Produces
  @Singleton
  Router router(Settings settings, Fleet fleet) {
    return new Router(fleet, settings.backends().defaultModel());
  }

  @Produces
  @Singleton
  Catalog catalog(Settings settings, Fleet fleet, Router router, HeldBytes held) {
    return new Catalog(fleet, router, new Inquiries(watchdog, held, settings, changes, threads));
  }

  @Produces
  @Singleton
  HeldBytes heldBytes(Settings settings) {
    Settings.Limits limits = settings.limits();
    return new HeldBytes(limits.maxHeldBytes(), limits.maxHeldBytesOfCaller(), limits.retryAfter());
  }

  @Produces
  @Singleton
  Uploads uploads(Settings settings, HeldBytes held, InFlight inFlight) {
    return new Uploads(settings.limits(), held, watchdog, inFlight::draining, threads);
  }

  @Produces
  @Singleton
  Admission admission(
      Settings settings, InFlight inFlight, Limiter limiter, Prices prices, HeldBytes held) {
    return new Admission(inFlight, limiter, prices, held, settings.limits().tokensPerAnswer());
  }

  @Produces
  @Singleton
  ManagementListener managementAudit(AuditLog log) {
    return new ManagementAudit(log, InstantSource.system(), Duration.ofSeconds(5));
  }

  @Produces
  @Singleton
  ManagementListener changes() {
    return changes;
  }

  @Produces
  @Singleton
  Budgets budgets(UsageReports reports, Limiter limiter) {
    return new Budgets(reports, limiter, InstantSource.system());
  }

  @Produces
  @Singleton
  PipelineListener bookkeeper(Settings settings, Ledger ledger) {
    return new Bookkeeper(
        ledger, settings.usage().anonymous(), ReplicaName.THIS, InstantSource.system());
  }

  @Produces
  @Singleton
  Management management(
      Settings settings, Fleet fleet, Admission admission, Instance<ManagementListener> listeners) {
    return new Management(
        settings, fleet, admission, watchdog, threads, listeners.stream().toList());
  }

  @Produces
  @Singleton
  Pipeline pipeline(
      Settings settings, Router router, Admission admission, Instance<PipelineListener> listeners) {
    return new Pipeline(
        settings, router, admission, watchdog, threads, listeners.stream().toList());
  }
}
