package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.Call;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayError.BackendSilent;
import dev.localllm.chat.GatewayException;
import dev.localllm.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks backends about their models. However many want to know, a backend is asked once at a time
 * for each listing and each model, and its answer serves all for {@code LISTING_AGE}. Thread-safe.
 */
final class Inquiries {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST = 16 << 20;
  private static final int LONGEST_KEPT = 1 << 20;

  /** Listings are few, but there may be a question for each model. */
  private static final int KEPT = 64;

  private record Question(Backend backend, Call call, String body) {}

  /** An answer and its length in bytes. */
  private record Found(ObjectNode body, int length) {}

  /** In the budget of bytes that are held; what all share is nobody's own. */
  private static final String NOBODY = "listings";

  private final Watchdog watchdog;
  private final HeldBytes held;
  private final Patience.Limit patience;
  private final Duration age;
  private final Changes changes;
  private final Executor threads;
  private final Cache<Question, Shared<Found>> shared;

  /**
   * Inquiries of any backend.
   *
   * @param changes of models, which are seen at once
   * @param threads run what asks
   */
  Inquiries(
      Watchdog watchdog, HeldBytes held, Settings settings, Changes changes, Executor threads) {
    this.held = held;
    this.watchdog = watchdog;
    this.changes = changes;
    this.threads = threads;
    age = settings.calling().answers().listingAge();
    patience =
        new Patience.Limit(
            settings.calling().idleTimeout().toNanos(),
            new BackendSilent("the backend did not list its models in time"));
    shared = Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(age.plusSeconds(10)).build();
  }

  /**
   * What {@code backend} answers, or has just answered.
   *
   * @param body JSON; empty for a call without a body
   * @return shared with others: not to be changed
   * @throws GatewayException when it does not answer well
   */
  ObjectNode answer(Backend backend, Call call, String body, String requestId) {
    var question = new Question(backend, call, body);
    Found found =
        shared
            .get(question, first -> new Shared<>(threads, age))
            .answer(() -> ask(backend, call, body, requestId), changes, patience);
    if (found.length() > LONGEST_KEPT) {
      shared.invalidate(question);
    }
    return found.body();
  }

  private Found ask(Backend backend, Call call, String body, String requestId) {
    var watch = new Watch();
    watchdog.add(watch);
    watch.expect(patience);
    boolean read = false;
    BackendAnswer head = null;
    try (Holding holding = held.of(NOBODY)) {
      head = backend.send(call, body.getBytes(UTF_8), requestId);
      BackendBodies.check(head, holding);
      byte[] bytes = BackendBodies.wholeBody(head, LONGEST, holding);
      read = true;
      holding.take(JsonMemory.of(bytes));
      return new Found(
          object(bytes)
              .orElseThrow(() ->
                  new GatewayException(new BackendFailed("the backend's answer cannot be read"))),
          bytes.length);
    } catch (GatewayException e) {
      throw new GatewayException(watch.close().orElse(e.error()));
    } finally {
      watch.close();
      watchdog.remove(watch);
      if (head != null) {
        head.release(read);
      }
    }
  }

  /** A JSON object; empty when it is none. */
  static Optional<ObjectNode> object(byte[] body) {
    try {
      JsonNode read = JSON.readTree(body);
      return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
