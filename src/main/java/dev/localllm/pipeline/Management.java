package dev.localllm.pipeline;

import dev.localllm.access.Caller;
import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.Fleet;
import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.GatewayError.Refused;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Exchange;
import dev.localllm.protocol.ollama.OllamaErrors;
import dev.localllm.routing.Route;
import dev.localllm.routing.Router;
import dev.localllm.settings.Settings;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes requests that manage the models of the first server. They go the way of inferences, but no
 * model is filled in and other listeners are told. Thread-safe.
 */
public final class Management {

  private static final String LOOK = "blob_look";
  private static final String STORE = "blob";
  private static final int LONGEST_ANSWER = 1 << 20;

  private final List<ManagementListener> listeners;
  private final Pipeline pipeline;
  private final Router router;
  private final Watchdog watchdog;
  private final long maxBlob;
  private final Patience.Limit client;
  private final Patience.Limit receiver;

  /** Manages the models of {@code fleet}; the parameters are those of {@link Pipeline}. */
  public Management(
      Settings settings,
      Fleet fleet,
      Admission admission,
      Watchdog watchdog,
      Executor threads,
      List<ManagementListener> listeners) {
    this.listeners = List.copyOf(listeners);
    this.watchdog = watchdog;
    router = new Router(fleet, "");
    pipeline =
        new Pipeline(
            settings,
            router,
            admission,
            watchdog,
            threads,
            listeners.stream().<PipelineListener>map(each -> each::managed).toList());
    maxBlob = settings.management().maxBlobBytes();
    client = Patience.ofClient(settings.calling().idleTimeout());
    receiver = Patience.ofReceiver(settings.management().idleTimeout());
  }

  /** As {@link Pipeline#accept}. */
  public void accept(Arrival arrival, Codec codec, Client answered, Consumer<Upload> reader) {
    pipeline.accept(
        arrival,
        body -> {
          unrestricted(arrival.caller());
          Exchange exchange = codec.read(body);
          announce(arrival, exchange.operation().label(), exchange.requestedModel());
          return exchange;
        },
        told(answered),
        reader);
  }

  /**
   * Tells whether there is a blob, by status 200 or 404.
   *
   * @param digest as {@link Backend#lookForBlob} wants it
   */
  public void lookForBlob(Arrival arrival, String digest, Client answered) {
    pipeline.begin(
        arrival,
        answered,
        turn -> {
          Backend backend = begin(turn, LOOK, digest);
          if (!has(backend, turn, digest)) {
            throw new GatewayException(new Refused(404, "blob \"" + digest + "\" not found"));
          }
          done(turn, 200);
        });
  }

  /**
   * Stores a blob as it comes: status 201, or 200 if it was there already. The rest of a body that
   * is not wanted is the server's to read.
   *
   * @param digest as {@link Backend#storeBlob} wants it
   * @param content the body, whose reads may block
   */
  public void storeBlob(Arrival arrival, String digest, InputStream content, Client answered) {
    pipeline.begin(
        arrival,
        answered,
        turn -> {
          arrival.codings().requireNone();
          Backend backend = begin(turn, STORE, digest);
          if (arrival.contentLength() > maxBlob) {
            throw new GatewayException(new TooLarge(maxBlob));
          }
          done(turn, has(backend, turn, digest) ? 200 : store(backend, turn, digest, content));
        });
  }

  private Client told(Client client) {
    Client told = client;
    for (ManagementListener listener : listeners) {
      told = listener.answering(told);
    }
    return told;
  }

  /** Whatever is done to one model may touch others, which share its blobs or its name. */
  private static void unrestricted(Caller caller) {
    if (!caller.models().patterns().isEmpty()) {
      throw new GatewayException(
          new Forbidden("a caller who may use some models only cannot manage models"));
    }
  }

  private void announce(Arrival arrival, String what, Optional<String> model) {
    listeners.forEach(listener -> listener.begins(arrival, what, model));
  }

  private int store(Backend backend, Turn turn, String digest, InputStream content) {
    var passage = new Passage(content, maxBlob, client, receiver, turn.watch::end);
    turn.watch.rest();
    watchdog.add(passage);
    try {
      return send(backend, turn, digest, passage);
    } catch (GatewayException e) {
      if (passage.abandoned()) {
        turn.abandoned();
      }
      throw e;
    } finally {
      watchdog.remove(passage);
    }
  }

  private Backend begin(Turn turn, String what, String digest) {
    unrestricted(turn.arrival.caller());
    turn.read(what, false, Optional.of(digest));
    Backend backend = router.route(Optional.empty()).backend();
    announce(turn.arrival, what, Optional.of(digest));
    turn.routed(new Route(backend, digest));
    turn.watch.expect(receiver);
    return backend;
  }

  private static boolean has(Backend backend, Turn turn, String digest) {
    BackendAnswer head = backend.lookForBlob(digest, turn.arrival.requestId());
    return status(head, Set.of(200, 404), turn.holding) == 200;
  }

  private static int send(Backend backend, Turn turn, String digest, InputStream content) {
    BackendAnswer head = backend.storeBlob(digest, content, turn.arrival.requestId());
    return status(head, Set.of(200, 201), turn.holding);
  }

  /** The status, if it is an {@code expected} one; reads the body to its end. */
  private static int status(BackendAnswer head, Set<Integer> expected, Holding holding) {
    boolean read = false;
    try {
      byte[] body = BackendBodies.wholeBody(head, LONGEST_ANSWER, holding);
      read = true;
      if (!expected.contains(head.status())) {
        throw new GatewayException(OllamaErrors.refused(head.status(), body));
      }
      return head.status();
    } finally {
      head.release(read);
    }
  }

  private static void done(Turn turn, int status) {
    turn.watch.rest();
    turn.ended(Outcome.COMPLETED, status);
    turn.client.done(status);
  }
}
