import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Clients at work at the same time, each on a virtual thread with a connection of its own. */
final class Crowd {

  /** What one client does; an exception ends its connection and counts as an error. */
  interface Client {

    /** Does one thing; false when there is nothing left to do. */
    boolean act(Wire wire) throws IOException;

    /** Its work is over. */
    default void done() {}
  }

  /** Makes the clients. */
  interface Clients {
    Client client();
  }

  private final int port;
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicReference<String> firstError = new AtomicReference<>("");
  private volatile boolean over;

  Crowd(int port) {
    this.port = port;
  }

  /** Lets {@code size} clients work until all are done; after {@code limit} ends them. */
  void work(int size, Duration limit, Clients clients) {
    CountDownLatch working = new CountDownLatch(size);
    for (int i = 0; i < size; i++) {
      Client client = clients.client();
      Thread.startVirtualThread(() -> {
        try {
          work(client);
        } finally {
          client.done();
          working.countDown();
        }
      });
    }
    try {
      if (!working.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        over = true;
        wires.forEach(Wire::close);
        working.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (errors() > 0) {
      System.err.println("  " + errors() + " errors, the first: " + firstError.get());
    }
  }

  private void work(Client client) {
    Wire wire = null;
    boolean more = true;
    while (more && !over) {
      try {
        if (wire == null) {
          wire = Wire.connect(port);
          wires.add(wire);
        }
        more = client.act(wire);
      } catch (IOException | RuntimeException e) {
        errors.incrementAndGet();
        firstError.compareAndSet("", e.toString());
        wire = drop(wire);
      }
      if (wire != null && wire.closing()) {
        wire = drop(wire);
      }
    }
    drop(wire);
  }

  private Wire drop(Wire wire) {
    if (wire != null) {
      wires.remove(wire);
      wire.close();
    }
    return null;
  }

  int errors() {
    return errors.get();
  }
}
