package dev.localllm.pipeline;

import dev.localllm.access.Caller;
import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendState;
import dev.localllm.backend.Call;
import dev.localllm.backend.Fleet;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.ollama.ShowRequest;
import dev.localllm.routing.Router;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells which models there are. Blocks, so it belongs on virtual threads; a backend that the last
 * probe did not reach is left out and slows nothing. However many ask, a backend is asked once at a
 * time for each listing and each model, and its answer serves all for {@code LISTING_AGE}.
 * Thread-safe.
 */
public final class Catalog {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern MODEL_PATH = Pattern.compile("(?m)^FROM (/|[A-Za-z]:\\\\).*$");
  private static final Pattern ADAPTER_FOLDER =
      Pattern.compile("(?m)^ADAPTER (/|[A-Za-z]:\\\\)(.*[/\\\\])?");

  private final Fleet fleet;
  private final Router router;
  private final Inquiries inquiries;

  /** A catalog of {@code fleet}. */
  Catalog(Fleet fleet, Router router, Inquiries inquiries) {
    this.fleet = fleet;
    this.router = router;
    this.inquiries = inquiries;
  }

  /**
   * Ollama's {@code /api/tags}: the models that the caller may use, sorted by name.
   *
   * @throws GatewayException when no backend answers
   */
  public ObjectNode models(String requestId, Caller caller) {
    return listing(Call.TAGS, requestId, caller);
  }

  /**
   * Ollama's {@code /api/ps}: those of them that are in memory.
   *
   * @throws GatewayException when no backend answers
   */
  public ObjectNode loaded(String requestId, Caller caller) {
    return listing(Call.LOADED, requestId, caller);
  }

  /** The version of the first server that answers; the API that clients may count on. */
  public String version() {
    return fleet.backends().stream()
        .map(Backend::state)
        .filter(BackendState::reachable)
        .map(BackendState::version)
        .filter(version -> !version.isEmpty())
        .findFirst()
        .orElseThrow(() -> new GatewayException(new BackendFailed("no backend can be reached")));
  }

  /**
   * Ollama's {@code /api/show}, without the paths that the model's file has on its server.
   *
   * @param body the client's request
   * @throws GatewayException when the caller may not use the model, it is unknown, or its backend
   *     does not answer
   */
  public ObjectNode show(byte[] body, String requestId, Caller caller) {
    ShowRequest request = ShowRequest.read(body);
    String name = request.model();
    Permission.check(caller, name);
    Backend backend = router.route(Optional.of(name)).backend();
    ObjectNode shown = inquiries.answer(backend, Call.SHOW, request.backendBody(), requestId);
    return shown
        .deepCopy()
        .put("modelfile", withoutPaths(shown.path("modelfile").asString(""), name));
  }

  private static String withoutPaths(String modelfile, String model) {
    String named =
        MODEL_PATH.matcher(modelfile).replaceAll(Matcher.quoteReplacement("FROM " + model));
    return ADAPTER_FOLDER.matcher(named).replaceAll("ADAPTER ");
  }

  private ObjectNode listing(Call call, String requestId, Caller caller) {
    Map<String, JsonNode> models = new TreeMap<>(Comparator.naturalOrder());
    boolean answered = false;
    for (Backend backend : fleet.backends()) {
      if (backend.state().reachable()) {
        answered = true;
        for (JsonNode model : inquiries.answer(backend, call, "", requestId).path("models")) {
          String name = model.path("name").asString("");
          if (caller.models().allow(name)) {
            models.putIfAbsent(name, model);
          }
        }
      }
    }
    if (!answered) {
      throw new GatewayException(new BackendFailed("no backend can be reached"));
    }
    ObjectNode body = JSON.createObjectNode();
    ArrayNode all = body.putArray("models");
    models.values().forEach(all::add);
    return body;
  }
}
