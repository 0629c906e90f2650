/** Watches the memory of a process tree. */
final class PeakMemory {

  private static final long INTERVAL_MILLIS = 250;

  private final Child process;
  private volatile double peak;

  PeakMemory(Child process) {
    this.process = process;
    peak = process.memory();
    Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    while (process.alive()) {
      peak = Math.max(peak, process.memory());
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The most seen so far, in MB; NaN where it is not known. */
  double peak() {
    return peak;
  }
}
