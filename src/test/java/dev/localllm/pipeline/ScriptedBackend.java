package dev.localllm.pipeline;

import dev.localllm.backend.Backend;
import dev.localllm.backend.BackendAnswer;
import dev.localllm.backend.BackendState;
import dev.localllm.backend.Call;
import dev.localllm.chat.GatewayError.BackendFailed;
import dev.localllm.chat.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Answers what the test feeds it, when the test feeds it. */
final class ScriptedBackend implements Backend {

  private static final String END = "END";

  final List<String> requests = new CopyOnWriteArrayList<>();
  final CountDownLatch asked = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);
  final StringBuffer stored = new StringBuffer();

  /** Blobs are taken when it has a permit. */
  final Semaphore taking = new Semaphore(1);

  private final LinkedBlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> heads = new LinkedBlockingQueue<>();
  private volatile boolean reachable = true;

  /** Lets the response head come. */
  ScriptedBackend head(int status) {
    heads.add(status);
    return this;
  }

  /** Sends a piece of the body. */
  ScriptedBackend piece(String text) {
    pieces.add(text);
    return this;
  }

  /** Ends the body. */
  ScriptedBackend end() {
    pieces.add(END);
    return this;
  }

  void unreachable() {
    reachable = false;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public BackendState state() {
    return new BackendState(
        reachable, "0.34.2", Set.of("loaded:latest"), reachable ? "" : "gone", Instant.EPOCH);
  }

  @Override
  public BackendAnswer send(Call call, byte[] body, String requestId) {
    return send(call + " " + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public BackendAnswer lookForBlob(String digest, String requestId) {
    return send("LOOK " + digest);
  }

  @Override
  public BackendAnswer storeBlob(String digest, InputStream content, String requestId) {
    try {
      taking.acquire();
      stored.append(new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      cancelled.countDown();
      throw new GatewayException(new BackendFailed("broke off"));
    }
    return send("STORE " + digest);
  }

  private BackendAnswer send(String request) {
    requests.add(request);
    asked.countDown();
    return new BackendAnswer(
        take(heads),
        new Body(),
        read -> {
          if (!read) {
            cancelled.countDown();
          }
        });
  }

  private <T> T take(LinkedBlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      cancelled.countDown();
      throw new GatewayException(new BackendFailed("interrupted"));
    }
  }

  private final class Body extends InputStream {

    private boolean ended;

    @Override
    public int read() {
      throw new UnsupportedOperationException("read pieces");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      try {
        String piece = pieces.take();
        if (piece.equals(END)) {
          ended = true;
          return -1;
        }
        byte[] text = piece.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, offset, text.length);
        return text.length;
      } catch (InterruptedException e) {
        throw new InterruptedIOException("Closed by interrupt");
      }
    }
  }
}
