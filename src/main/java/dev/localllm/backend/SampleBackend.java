package dev.localllm.backend;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The built-in model {@code sample}: an Ollama server in this process that answers with fixed
 * words, so that a first request, a demonstration or a smoke test needs no other server. It says
 * what it is, and has no other model.
 */
public final class SampleBackend implements Backend {

  /** The model's name. */
  public static final String MODEL = "sample";

  private static final String UNMANAGED = "the sample model is built in and cannot be managed";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final InstantSource clock;
  private final SampleAnswers answers;

  /** A sample model that dates its answers by {@code clock}. */
  public SampleBackend(InstantSource clock) {
    this.clock = clock;
    this.answers = new SampleAnswers(clock);
  }

  /** Whether {@code model} names the sample model, with or without its only tag. */
  public static boolean isSample(String model) {
    return model.equalsIgnoreCase(MODEL) || model.equalsIgnoreCase(MODEL + ":latest");
  }

  @Override
  public String name() {
    return MODEL;
  }

  @Override
  public BackendState state() {
    return new BackendState(true, OLLAMA_VERSION, Set.of(MODEL + ":latest"), "", clock.instant());
  }

  /** The version of Ollama whose API the sample model speaks. */
  private static final String OLLAMA_VERSION = "0.34.2";

  @Override
  public BackendAnswer send(Call call, byte[] body, String requestId) {
    JsonNode request;
    try {
      request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      return error(400, "invalid request body");
    }
    if (body.length > 0 && !isSample(request.path("model").asString(""))) {
      return error(404, "model '" + request.path("model").asString("") + "' not found");
    }
    return switch (call) {
      case CHAT -> answers.chat(request);
      case GENERATE -> answers.generate(request);
      case EMBED -> answers.embed(request);
      case EMBEDDINGS -> answers.embeddings(request);
      case SHOW -> json(SampleDescription.show());
      case TAGS -> json(SampleDescription.tags());
      case LOADED -> json(SampleDescription.loaded());
      case VERSION -> json(JSON.createObjectNode().put("version", OLLAMA_VERSION));
      case PULL, PUSH, CREATE, COPY, DELETE -> error(400, UNMANAGED);
    };
  }

  @Override
  public BackendAnswer lookForBlob(String digest, String requestId) {
    return error(404, "blob \"" + digest + "\" not found");
  }

  @Override
  public BackendAnswer storeBlob(String digest, InputStream content, String requestId) {
    return error(400, UNMANAGED);
  }

  static BackendAnswer json(JsonNode body) {
    return new BackendAnswer(200, bytes(body));
  }

  private static BackendAnswer error(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("error", message);
    return new BackendAnswer(status, bytes(body));
  }

  private static InputStream bytes(JsonNode body) {
    return new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
