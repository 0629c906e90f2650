package dev.localllm.backend;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
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

  private final Map<String, Supplier<Reply>> script = new HashMap<>();

  ScriptedClient answer(Call call, int status, String body) {
    script.put(call.segment(), () -> new Reply(status, body));
    return this;
  }

  ScriptedClient fail(Call call, Throwable cause) {
    script.put(
        call.segment(),
        () -> {
          throw new ProcessingException(cause);
        });
    return this;
  }

  @Override
  public Response post(String call, String requestId, @Nullable String authorization, byte[] body) {
    asked.add(
        String.join(
            " ", "POST", call, requestId, authorization, new String(body, StandardCharsets.UTF_8)));
    return reply(call);
  }

  @Override
  public Response fetch(String call, String requestId, @Nullable String authorization) {
    asked.add(String.join(" ", "GET", call, requestId, authorization));
    return reply(call);
  }

  @Override
  public void close() {}

  private Response reply(String call) {
    Supplier<Reply> scripted = script.get(call);
    if (scripted == null) {
      throw new AssertionError("nobody should have asked for " + call);
    }
    Reply reply = scripted.get();
    replies.add(reply);
    return reply;
  }
}
