package dev.localllm.observe;

import dev.localllm.pipeline.PipelineListener;
import dev.localllm.pipeline.Settlement;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** Counts and times inference requests for Prometheus (OPS-2). Thread-safe. */
final class Metrics implements PipelineListener {

  private static final int MOST_MODELS = 200;
  private static final double[] FIRST_TOKEN = {
    .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 40, 80, 160
  };
  private static final double[] WHOLE = {
    .01, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 40, 80, 160, 600
  };
  private static final double NANOS = 1e9;

  private final ModelLabels models = new ModelLabels(MOST_MODELS);
  private final Counter requests;
  private final Counter tokens;
  private final Histogram duration;
  private final Histogram timeToFirstToken;

  Metrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("llm_gateway_requests_total")
            .help("Inference requests that are over.")
            .labelNames("dialect", "operation", "backend", "model", "outcome", "status")
            .withoutExemplars()
            .register(registry);
    tokens =
        Counter.builder()
            .name("llm_gateway_tokens_total")
            .help("Tokens as the backend counted them.")
            .labelNames("kind", "backend", "model")
            .withoutExemplars()
            .register(registry);
    duration =
        histogram("llm_gateway_request_duration_seconds", "From arrival to end.", WHOLE)
            .register(registry);
    timeToFirstToken =
        histogram(
                "llm_gateway_time_to_first_token_seconds",
                "From arrival to the first byte of the answer.",
                FIRST_TOKEN)
            .register(registry);
  }

  private static Histogram.Builder histogram(String name, String help, double[] bounds) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames("operation", "backend", "model")
        .classicOnly()
        .classicUpperBounds(bounds);
  }

  @Override
  public void settled(Settlement settlement) {
    String backend = settlement.backend().orElse("none");
    String model = models.of(settlement);
    String operation = settlement.operation();
    requests
        .labelValues(
            settlement.dialect(),
            operation,
            backend,
            model,
            LogWords.outcome(settlement),
            Integer.toString(settlement.status()))
        .inc();
    tokens.labelValues("prompt", backend, model).inc(settlement.usage().promptTokens());
    tokens.labelValues("completion", backend, model).inc(settlement.usage().completionTokens());
    duration.labelValues(operation, backend, model).observe(seconds(settlement.duration()));
    settlement
        .timeToFirstToken()
        .ifPresent(first ->
            timeToFirstToken.labelValues(operation, backend, model).observe(seconds(first)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
