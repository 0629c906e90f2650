package dev.localllm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway under test, seen by a client. Thread-safe. */
final class Gateway {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI url;

  Gateway(URI url) {
    this.url = url;
  }

  URI url() {
    return url;
  }

  /** An answer read to its end. */
  record Reply(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    /** A header; empty when there is none. */
    String header(String name) {
      return String.join(", ", response.headers().allValues(name));
    }

    JsonNode json() {
      return JSON.readTree(body());
    }

    /** What follows {@code data:} in each event of a stream of server-sent events. */
    List<String> events() {
      return body()
          .lines()
          .filter(line -> line.startsWith("data:"))
          .map(line -> line.substring(5).strip())
          .toList();
    }

    /** The lines of a stream of JSON objects. */
    List<JsonNode> lines() {
      return body().lines().filter(line -> !line.isBlank()).map(JSON::readTree).toList();
    }
  }

  /** Waits until {@code /metrics} holds {@code line}; returns whether it did. */
  boolean awaitMetric(String line, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (get("/metrics").body().lines().noneMatch(line::equals)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
    }
    return true;
  }

  Reply get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** Sends JSON. */
  Reply post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /** Sends a request; {@code headers} are names and values in turn. */
  Reply send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return new Reply(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
