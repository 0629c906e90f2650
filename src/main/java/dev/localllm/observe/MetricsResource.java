package dev.localllm.observe;

import dev.localllm.access.Scope;
import dev.localllm.api.Answers;
import dev.localllm.api.RequiresScope;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What Prometheus scrapes. */
@ApplicationScoped
@RequiresScope(Scope.USAGE_READ)
@Path("/metrics")
public class MetricsResource {

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  @Inject PrometheusRegistry registry;
  @Inject Answers answers;

  /** All metrics in Prometheus's text format. */
  @GET
  public void metrics(@Context HttpServletRequest request, @Suspended AsyncResponse suspended) {
    answers.begin(
        request,
        suspended,
        () -> Answers.whole(200, PrometheusTextFormatWriter.CONTENT_TYPE, scrape()).build(),
        failure -> {
          throw failure;
        });
  }

  private byte[] scrape() {
    try {
      var text = new ByteArrayOutputStream();
      WRITER.write(text, registry.scrape(), EscapingScheme.DEFAULT);
      return text.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
