package dev.localllm.observe;

import dev.localllm.backend.Fleet;
import dev.localllm.pipeline.InFlight;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** What is read at the moment Prometheus asks (OPS-2). */
final class Gauges {

  private static final double MILLIS = 1e3;

  private final PrometheusRegistry registry;

  Gauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  void registerGateway(Build build, InFlight inFlight, Fleet fleet) {
    Info.builder()
        .name("llm_gateway_build_info")
        .help("What runs here; the value is always 1.")
        .labelNames("version", "git_sha", "build_date", "environment")
        .register(registry)
        .addLabelValues(build.version(), build.gitSha(), build.buildDate(), build.environment());
    gauge("llm_gateway_requests_in_flight", "Inference requests under way.", inFlight::count);
    gauge("llm_gateway_requests_in_flight_limit", "How many there may be.", inFlight::limit);
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
