package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document and the page that shows it (API-7). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
final class OpenApiIT {

  private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

  private final Gateway gateway;

  OpenApiIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @Test
  void theDocument() {
    Gateway.Reply reply = gateway.get("/openapi");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/yaml");
    assertThat(reply.body()).startsWith("openapi: 3.").contains("/v1/chat/completions:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi/ui", "/openapi/ui/"})
  void thePageFindsWhatItLoads(String path) {
    Gateway.Reply page = gateway.get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html;charset=UTF-8");
    List<String> loaded =
        LOADED.matcher(page.body()).results().map(match -> match.group(1)).toList();
    assertThat(loaded)
        .hasSize(4)
        .allSatisfy(file -> {
          Gateway.Reply reply = gateway.get(file);
          assertThat(reply.status()).as(file).isEqualTo(200);
          assertThat(reply.body()).as(file).isNotBlank();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
    "start.js, text/javascript, SwaggerUIBundle",
    "swagger-ui.css, text/css, .swagger-ui",
    "favicon-32x32.png, image/png, PNG"
  })
  void eachFileIsWhatItSays(String file, String type, String content) {
    Gateway.Reply reply = gateway.get("/openapi/ui/" + file);
    assertThat(reply.header("content-type")).startsWith(type);
    assertThat(reply.body()).contains(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"index.html", "swagger-ui.js", "..%2f..%2fopenapi.yaml", "a%00b", "ui/start.js"})
  void thereAreNoOtherFiles(String file) {
    assertThat(gateway.get("/openapi/ui/" + file).status()).isIn(400, 404);
  }
}
