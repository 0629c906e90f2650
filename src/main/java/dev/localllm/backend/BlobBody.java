package dev.localllm.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A blob as the HTTP client asks for it, piece by piece. The client may ask on the thread of the
 * request, which must stay open to an interrupt, so the blob is read on another one. (The JDK's own
 * body of a stream reads where it is asked, and elsewhere would lose failures.)
 */
final class BlobBody implements Publisher<ByteBuffer> {

  private static final int PIECE = 32 << 10;

  private final InputStream content;
  private final Executor threads;

  /** The rest of {@code content}, for one subscriber. */
  BlobBody(InputStream content, Executor threads) {
    this.content = content;
    this.threads = threads;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> client) {
    client.onSubscribe(new Reading(client));
  }

  private final class Reading implements Subscription {

    private final Subscriber<? super ByteBuffer> client;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean over;

    Reading(Subscriber<? super ByteBuffer> client) {
      this.client = client;
    }

    @Override
    public void request(long pieces) {
      if (wanted.getAndAdd(pieces) == 0) {
        threads.execute(this::read);
      }
    }

    @Override
    public void cancel() {
      over = true;
    }

    private void read() {
      do {
        step();
      } while (wanted.decrementAndGet() > 0 && !over);
    }

    private void step() {
      byte[] piece = new byte[PIECE];
      try {
        int count = over ? 0 : content.read(piece);
        if (count < 0) {
          over = true;
          client.onComplete();
        } else if (!over) {
          client.onNext(ByteBuffer.wrap(piece, 0, count));
        }
      } catch (IOException e) {
        over = true;
        client.onError(e);
      }
    }
  }
}
