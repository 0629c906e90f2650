package dev.localllm.backend;

import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.transport.BadAnswer;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at an Ollama server by {@code /api/version} and {@code /api/ps}, neither of which loads a
 * model. One thread looks; any thread may read what it found.
 */
final class Probe {

  private static final Logger LOG = System.getLogger(Probe.class.getName());
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final String REQUEST_ID = "probe";

  private final OllamaClient client;
  private final @Nullable String authorization;
  private final Duration interval;
  private final InstantSource clock;
  private volatile BackendState state = BackendState.UNKNOWN;

  /** A probe whose client gives up soon by itself. */
  Probe(
      OllamaClient client, @Nullable String authorization, Duration interval, InstantSource clock) {
    this.client = client;
    this.interval = interval;
    this.authorization = authorization;
    this.clock = clock;
  }

  BackendState state() {
    return state;
  }

  /** Looks once; tells how long that will do. */
  Duration step() {
    look();
    return interval;
  }

  /** Looks once. */
  void look() {
    try {
      String version = version();
      state = new BackendState(true, version, loadedModels(), "", clock.instant());
    } catch (GatewayException e) {
      lost(e.error().message());
    } catch (RuntimeException | Error e) {
      lost("cannot be probed");
      LOG.log(Level.ERROR, "a backend cannot be probed", e);
    }
  }

  private void lost(String why) {
    state = new BackendState(false, state.version(), Set.of(), why, clock.instant());
  }

  private String version() {
    String version =
        read(() -> client.version(REQUEST_ID, authorization)).path("version").asString("");
    if (version.isEmpty()) {
      throw strange();
    }
    return version;
  }

  private Set<String> loadedModels() {
    Set<String> names = new HashSet<>();
    for (JsonNode model : read(() -> client.ps(REQUEST_ID, authorization)).path("models")) {
      names.add(model.path("name").asString(""));
    }
    return names;
  }

  private static JsonNode read(Supplier<Response> call) {
    try (Response response = call.get()) {
      if (response.getStatus() >= 400) {
        throw failed("answers with status " + response.getStatus());
      }
      return JSON.readTree(response.readEntity(InputStream.class).readNBytes(LONGEST_ANSWER));
    } catch (JacksonException e) {
      throw strange();
    } catch (BadAnswer e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (ProcessingException e) {
      throw failed(
          e.getCause() instanceof BadAnswer bad
              ? String.valueOf(bad.getMessage())
              : "cannot be reached");
    } catch (IOException e) {
      throw failed("cannot be reached");
    }
  }

  private static GatewayException strange() {
    return failed("does not answer as Ollama does");
  }

  private static GatewayException failed(String why) {
    return new GatewayException(new BackendFailed(why));
  }
}
