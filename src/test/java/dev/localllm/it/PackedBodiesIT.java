package dev.localllm.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies with a Content-Encoding, on every route that reads one (RFC 9110, section 8.4). */
@Tag("fake")
@ExtendWith(GatewayExtension.class)
@Configured({"MAX_BODY_SIZE=1MB", "ANONYMOUS_SCOPES=admin,inference,models:manage,models:read"})
final class PackedBodiesIT {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String MODEL = "{\"model\":\"tiny-llama\"}";
  private static final List<String> ROUTES =
      List.of(
          "POST /api/chat",
          "POST /api/generate",
          "POST /api/embed",
          "POST /api/embeddings",
          "POST /api/show",
          "POST /api/pull",
          "POST /api/push",
          "POST /api/create",
          "POST /api/copy",
          "DELETE /api/delete",
          "POST /v1/chat/completions",
          "POST /v1/completions",
          "POST /v1/embeddings",
          "POST /admin/v1/keys",
          "PATCH /admin/v1/keys/x",
          "POST /admin/v1/keys/x/rotate");

  private final Gateway gateway;

  PackedBodiesIT(Gateway gateway) {
    this.gateway = gateway;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "raw", "zstd", "identity", "gzip, zstd"})
  void aPackedChatIsAnsweredAsAPlainOne(String packing) throws Exception {
    byte[] packed = Dialect.OPENAI.chat("tiny-llama", false).getBytes(UTF_8);
    for (String each : packing.split(", ")) {
      packed = pack(each, packed);
    }
    HttpResponse<String> reply =
        send("POST /v1/chat/completions", packing.replace("raw", "deflate"), packed);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).contains("tiny");
  }

  /** An array is no request anywhere, and only who has unpacked it can tell. */
  @Test
  void everyRouteUnpacks() throws Exception {
    for (String route : ROUTES) {
      String plain = send(route, "identity", "[]".getBytes(UTF_8)).body();
      HttpResponse<String> packed = send(route, "gzip", pack("gzip", "[]".getBytes(UTF_8)));
      assertThat(packed.statusCode()).as(route + " " + packed.body()).isEqualTo(400);
      assertThat(packed.body()).as(route).isEqualTo(plain);
    }
  }

  @Test
  void everyRouteSaysWhichCodingsItTakes() throws Exception {
    for (String route : ROUTES) {
      HttpResponse<String> reply = send(route, "br", MODEL.getBytes(UTF_8));
      assertThat(reply.statusCode()).as(route).isEqualTo(415);
      assertThat(reply.headers().firstValue("accept-encoding")).hasValue("gzip, deflate, zstd");
      assertThat(reply.headers().firstValue("content-type").orElse("")).contains("json");
    }
  }

  @Test
  void everyRouteRefusesADamagedBody() throws Exception {
    byte[] packed = pack("gzip", MODEL.getBytes(UTF_8));
    for (String route : ROUTES) {
      assertThat(send(route, "gzip", Arrays.copyOf(packed, packed.length - 1)).statusCode())
          .as(route)
          .isEqualTo(400);
      assertThat(send(route, "gzip", Arrays.copyOf(packed, packed.length + 1)).statusCode())
          .as(route)
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw", "zstd"})
  void whatIsLargeOnlyUnpackedIsRefusedEverywhere(String packing) throws Exception {
    byte[] packed = pack(packing, " ".repeat(50 << 20).getBytes(ISO_8859_1));
    for (String route : ROUTES) {
      assertThat(send(route, packing.replace("raw", "deflate"), packed).statusCode())
          .as(route)
          .isEqualTo(413);
    }
  }

  @Test
  void aBlobIsNotUnpacked() throws Exception {
    String route = "POST /api/blobs/sha256:" + "a".repeat(64);
    assertThat(send(route, "gzip", pack("gzip", new byte[9])).statusCode()).isEqualTo(415);
  }

  private HttpResponse<String> send(String route, String coding, byte[] body)
      throws IOException, InterruptedException {
    String[] line = route.split(" ");
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + line[1]))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .header("Content-Encoding", coding)
            .method(line[0], BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static byte[] pack(String packing, byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    OutputStream out =
        switch (packing) {
          case "gzip", "x-gzip" -> new GZIPOutputStream(packed);
          case "deflate" -> new DeflaterOutputStream(packed);
          case "raw" -> new DeflaterOutputStream(packed, new Deflater(9, true));
          default -> packed;
        };
    try (out) {
      out.write(packing.equals("zstd") ? Zstd.compress(plain) : plain);
    }
    return packed.toByteArray();
  }
}
