package dev.localllm.observe;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** Ends this process, with code 0. */
final class ProcessEnding implements Shutdown.Ending {
  private static final Logger LOG = System.getLogger(ProcessEnding.class.getName());

  private final List<AutoCloseable> books;
  private final Duration patience;
  private final IntConsumer halt;

  /**
   * Closes {@code books} before an abrupt end, which would leave what they have in memory behind;
   * {@code halt} ends the process then.
   *
   * @param patience how long they may take, all together
   */
  ProcessEnding(List<AutoCloseable> books, Duration patience, IntConsumer halt) {
    this.books = books;
    this.patience = patience;
    this.halt = halt;
  }

  @Override
  public void orderly() {
    System.exit(0);
  }

  @Override
  public void abrupt() {
    try {
      List<Thread> closing = books.stream().map(ProcessEnding::close).toList();
      long deadline = System.nanoTime() + patience.toNanos();
      for (Thread thread : closing) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
          LOG.log(Level.WARNING, "the process ends before all is written");
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      halt.accept(0);
    }
  }

  private static Thread close(AutoCloseable book) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            book.close();
          } catch (Exception e) {
            LOG.log(Level.ERROR, "what is in memory could not be written", e);
          }
        });
  }
}
