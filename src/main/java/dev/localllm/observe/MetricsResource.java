package dev.localllm.observe;

import dev.localllm.access.Scope;
import dev.localllm.api.RequiresScope;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What Prometheus scrapes. */
@ApplicationScoped
@RequiresScope(Scope.USAGE_READ)
@Path("/metrics")
public class MetricsResource {

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  @Inject PrometheusRegistry registry;

  /** All metrics in Prometheus's text format. */
  @GET
  @Produces(PrometheusTextFormatWriter.CONTENT_TYPE)
  public byte[] metrics() throws IOException {
    var text = new ByteArrayOutputStream();
    WRITER.write(text, registry.scrape(), EscapingScheme.DEFAULT);
    return text.toByteArray();
  }
}
