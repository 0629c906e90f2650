package dev.localllm.observe;

import dev.localllm.backend.Fleet;
import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.limits.LimitsState;
import dev.localllm.pipeline.HeldBytes;
import dev.localllm.pipeline.InFlight;
import dev.localllm.usage.LedgerState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What is read at the moment Prometheus asks (OPS-2). */
final class Gauges {

  private static final double MILLIS = 1e3;

  private final PrometheusRegistry registry;

  Gauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  void registerGateway(Build build, InFlight inFlight, HeldBytes held, Fleet fleet) {
    Info.builder()
        .name("llm_gateway_build_info")
        .help("What runs here; the value is always 1.")
        .labelNames("version", "git_sha", "build_date", "environment")
        .register(registry)
        .addLabelValues(build.version(), build.gitSha(), build.buildDate(), build.environment());
    gauge("llm_gateway_requests_in_flight", "Inference requests under way.", inFlight::count);
    gauge(
        "llm_gateway_requests_arriving",
        "Inference requests whose bodies are still to come.",
        inFlight::arriving);
    gauge("llm_gateway_requests_in_flight_limit", "How many there may be.", inFlight::limit);
    registerHeld(held);
    GaugeWithCallback.builder()
        .name("llm_gateway_backend_reachable")
        .help("1 if the last probe of the backend was answered, else 0.")
        .labelNames("backend")
        .callback(backends ->
            fleet
                .backends()
                .forEach(
                    backend -> backends.call(backend.state().reachable() ? 1 : 0, backend.name())))
        .register(registry);
  }

  private void registerHeld(HeldBytes held) {
    gauge(
        "llm_gateway_held_bytes",
        "Memory that request bodies and whole answers take.",
        () -> (double) held.held());
    gauge("llm_gateway_held_bytes_limit", "How much they may take.", () -> (double) held.most());
    CounterWithCallback.builder()
        .name("llm_gateway_held_bytes_refused_total")
        .help("Requests refused for want of memory: the caller's own share, or the gateway's.")
        .labelNames("share")
        .callback(shares -> {
          shares.call((double) held.refusedToCallers(), "caller");
          shares.call((double) held.refused(), "gateway");
        })
        .register(registry);
  }

  void registerGovernance(Supplier<LimitsState> limits, Supplier<LedgerState> ledger) {
    gauge(
        "llm_gateway_limits_degraded",
        "1 while the cache is away and this replica grants its part of each limit by itself.",
        () -> limits.get().degraded() ? 1 : 0);
    gauge(
        "llm_gateway_limits_replicas",
        "How many replicas share the limits.",
        () -> limits.get().replicas());
    gauge(
        "llm_gateway_ledger_buffered",
        "Ledger entries that are not on disk yet.",
        () -> ledger.get().buffered());
    gauge(
        "llm_gateway_ledger_journal_bytes",
        "Ledger entries on disk that wait for the database.",
        () -> ledger.get().journalBytes());
    counter(
        "llm_gateway_ledger_written_total",
        "Ledger entries that are in the database.",
        () -> ledger.get().written());
    counter(
        "llm_gateway_ledger_lost_total",
        "Ledger entries that found no room on disk.",
        () -> ledger.get().lost());
    counter(
        "llm_gateway_ledger_rejected_total",
        "Ledger entries that the database did not take.",
        () -> ledger.get().rejected());
  }

  void registerBackground(BackgroundTasks tasks) {
    CounterWithCallback.builder()
        .name("llm_gateway_background_failures_total")
        .help("Steps of background tasks that failed; the task goes on.")
        .labelNames("task")
        .callback(failures -> {
          for (BackgroundTask task : tasks.all()) {
            failures.call((double) task.state().failures(), task.name());
          }
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("llm_gateway_background_step_age_seconds")
        .help("How long ago a background task last completed a step.")
        .labelNames("task")
        .callback(ages -> {
          for (BackgroundTask task : tasks.all()) {
            ages.call(task.state().sinceCompleted().toMillis() / MILLIS, task.name());
          }
        })
        .register(registry);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** The usual few of the Java process, under their usual names. */
  void registerProcess() {
    gauge(
        "process_start_time_seconds",
        "When the process started, in seconds since 1970.",
        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    gauge(
        "jvm_threads_current",
        "Platform threads.",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .help("Memory in use.")
        .labelNames("area")
        .callback(areas -> {
          var memory = ManagementFactory.getMemoryMXBean();
          areas.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
          areas.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
        })
        .register(registry);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }
}
