package dev.localllm.backend;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An Ollama that answers each call as it is told, and remembers what it was asked. */
final class ScriptedClient implements OllamaClient {

  /** {@code GET ps req_1 Bearer key}, and a body if there was one. */
  final List<String> asked = new ArrayList<>();

  /** What was handed out. */
  final List<Reply> replies = new ArrayList<>();

  private final Map<Call, Supplier<Reply>> script = new EnumMap<>(Call.class);

  ScriptedClient answer(Call call, int status, String body) {
    script.put(call, () -> new Reply(status, body));
    return this;
  }

  ScriptedClient fail(Call call, Throwable cause) {
    script.put(
        call,
        () -> {
          throw new ProcessingException(cause);
        });
    return this;
  }

  @Override
  public Response chat(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.CHAT, "chat", requestId, authorization, body);
  }

  @Override
  public Response generate(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.GENERATE, "generate", requestId, authorization, body);
  }

  @Override
  public Response embed(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.EMBED, "embed", requestId, authorization, body);
  }

  @Override
  public Response embeddings(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.EMBEDDINGS, "embeddings", requestId, authorization, body);
  }

  @Override
  public Response show(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.SHOW, "show", requestId, authorization, body);
  }

  @Override
  public Response tags(String requestId, @Nullable String authorization) {
    return get(Call.TAGS, "tags", requestId, authorization);
  }

  @Override
  public Response ps(String requestId, @Nullable String authorization) {
    return get(Call.LOADED, "ps", requestId, authorization);
  }

  @Override
  public Response version(String requestId, @Nullable String authorization) {
    return get(Call.VERSION, "version", requestId, authorization);
  }

  @Override
  public Response pull(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.PULL, "pull", requestId, authorization, body);
  }

  @Override
  public Response push(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.PUSH, "push", requestId, authorization, body);
  }

  @Override
  public Response create(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.CREATE, "create", requestId, authorization, body);
  }

  @Override
  public Response copy(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.COPY, "copy", requestId, authorization, body);
  }

  @Override
  public Response delete(String requestId, @Nullable String authorization, byte[] body) {
    return post(Call.DELETE, "delete", requestId, authorization, body);
  }

  @Override
  public void close() {}

  private Response post(
      Call call, String path, String requestId, @Nullable String authorization, byte[] body) {
    asked.add(
        String.join(
            " ", "POST", path, requestId, authorization, new String(body, StandardCharsets.UTF_8)));
    return reply(call);
  }

  private Response get(Call call, String path, String requestId, @Nullable String authorization) {
    asked.add(String.join(" ", "GET", path, requestId, authorization));
    return reply(call);
  }

  private Response reply(Call call) {
    Supplier<Reply> scripted = script.get(call);
    if (scripted == null) {
      throw new AssertionError("nobody should have asked for " + call);
    }
    Reply reply = scripted.get();
    replies.add(reply);
    return reply;
  }
}
