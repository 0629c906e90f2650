package dev.localllm.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.backend.Fleet;
import dev.localllm.pipeline.HeldBytes;
import dev.localllm.pipeline.InFlight;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final PrometheusRegistry registry = new PrometheusRegistry();

  @Test
  void requestsAreCountedAndTimed() throws IOException {
    new Metrics(registry).settled(Settlements.completed("llama"));
    assertThat(scraped())
        .contains(
            "llm_gateway_requests_total{backend=\"mini\",dialect=\"openai\",model=\"llama:latest\","
                + "operation=\"chat\",outcome=\"completed\",status=\"200\"} 1.0",
            "llm_gateway_tokens_total{backend=\"mini\",kind=\"prompt\",model=\"llama:latest\"} 12.0",
            "llm_gateway_tokens_total{backend=\"mini\",kind=\"completion\",model=\"llama:latest\"} 34.0",
            "llm_gateway_request_duration_seconds_sum{backend=\"mini\",model=\"llama:latest\","
                + "operation=\"chat\"} 0.34567",
            "llm_gateway_request_duration_seconds_bucket{backend=\"mini\",model=\"llama:latest\","
                + "operation=\"chat\",le=\"0.5\"} 1",
            "llm_gateway_time_to_first_token_seconds_sum{backend=\"mini\",model=\"llama:latest\","
                + "operation=\"chat\"} 0.01234");
  }

  @Test
  void requestsThatWereTurnedAwayAreCountedToo() throws IOException {
    new Metrics(registry).settled(Settlements.turnedAway());
    assertThat(scraped())
        .contains("backend=\"none\",dialect=\"ollama\",model=\"other\"", "status=\"503\"} 1.0")
        .doesNotContain("llm_gateway_time_to_first_token_seconds_count");
  }

  @Test
  void gaugesAreReadWhenAskedFor() throws IOException {
    var gauges = new Gauges(registry);
    var inFlight = new InFlight(5);
    var backend = new FakeBackend("mini");
    gauges.registerGateway(
        new Build("1", "sha", "today", "ci"),
        inFlight,
        new HeldBytes(9, 1, Duration.ofSeconds(1)),
        new Fleet(List.of(backend)));
    gauges.registerProcess();
    assertThat(scraped())
        .contains(
            "llm_gateway_requests_in_flight 0.0",
            "llm_gateway_requests_in_flight_limit 5.0",
            "llm_gateway_backend_reachable{backend=\"mini\"} 0.0",
            "llm_gateway_build_info{build_date=\"today\",environment=\"ci\",git_sha=\"sha\","
                + "version=\"1\"} 1",
            "jvm_threads_current ",
            "jvm_memory_used_bytes{area=\"heap\"}",
            "process_start_time_seconds ");
    backend.reachable("0.34.2");
    assertThat(inFlight.enter()).isTrue();
    assertThat(scraped())
        .contains(
            "llm_gateway_requests_in_flight 1.0",
            "llm_gateway_backend_reachable{backend=\"mini\"} 1.0");
  }

  private String scraped() throws IOException {
    var text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape(), EscapingScheme.DEFAULT);
    return text.toString(UTF_8);
  }
}
