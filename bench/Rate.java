import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Open loop: a request is due at its time, however long the ones before it take, and its latency
 * counts from then.
 */
final class Rate {

  private final Target target;
  private final int perSecond;
  private final int all;
  private final byte[] request;
  private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();
  private final Samples times = new Samples();
  private final AtomicInteger errors = new AtomicInteger();

  Rate(Target target, int perSecond, Duration time) {
    this.target = target;
    this.perSecond = perSecond;
    all = (int) (perSecond * time.toSeconds());
    request = target.whole();
  }

  Figures run() {
    CountDownLatch open = new CountDownLatch(all);
    long start = System.nanoTime();
    try {
      for (int i = 0; i < all; i++) {
        long due = start + i * 1_000_000_000L / perSecond;
        long wait = due - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        Thread.startVirtualThread(() -> {
          ask(due);
          open.countDown();
        });
      }
      open.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(Wire::close);
    synchronized (times) {
      return new Figures(times.count(), "request")
          .with("p50 ms", times.millis(.5))
          .with("p99 ms", times.millis(.99))
          .with("errors", errors.get() + open.getCount());
    }
  }

  private void ask(long due) {
    Wire wire = idle.pollFirst();
    try {
      wire = wire == null ? Wire.connect(target.port()) : wire;
      Unary.ask(wire, request);
      long time = System.nanoTime() - due;
      synchronized (times) {
        times.add(time);
      }
      idle.addFirst(wire);
    } catch (IOException e) {
      errors.incrementAndGet();
      if (wire != null) {
        wire.close();
      }
    }
  }
}
