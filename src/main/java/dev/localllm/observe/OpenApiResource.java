package dev.localllm.observe;

import dev.localllm.api.OpenToAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * The OpenAPI document and Swagger UI (API-7), where MicroProfile OpenAPI has them. That feature
 * makes a model of a document before it serves it, which takes a tenth of each start.
 */
@ApplicationScoped
@OpenToAll
@Path("/openapi")
public class OpenApiResource {

  /** Registered for YAML by RFC 9512. */
  private static final String YAML = "application/yaml";

  /** What the page loads, by type. */
  private static final Map<String, String> FILES =
      Map.of(
          "swagger-ui.css", "text/css",
          "swagger-ui-bundle.js", "text/javascript",
          "favicon-32x32.png", "image/png");

  /** The document, as it was written. */
  @GET
  @Produces(YAML)
  public InputStream document() {
    return read("/META-INF/openapi.yaml");
  }

  /** The page that shows it. */
  @GET
  @Path("/ui")
  @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
  public InputStream page() {
    return read("swagger-ui.html");
  }

  /** What makes the page show it. */
  @GET
  @Path("/ui/start.js")
  @Produces("text/javascript")
  public InputStream start() {
    return read("swagger-ui.js");
  }

  /**
   * A file of Swagger UI.
   *
   * @throws NotFoundException when the page does not need it
   */
  @GET
  @Path("/ui/{file}")
  public Response file(@PathParam("file") String name) throws IOException {
    String type = FILES.get(name);
    if (type == null) {
      throw new NotFoundException();
    }
    return Response.ok(
            read("/META-INF/resources/webjars/swagger-ui/" + version() + '/' + name), type)
        .build();
  }

  private static String version() throws IOException {
    try (InputStream in = read("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }

  private static InputStream read(String name) {
    return Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(name), name);
  }
}
