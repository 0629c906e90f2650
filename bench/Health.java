import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much the gateway holds while nothing is asked of it.
 *
 * @param inFlight requests under way
 * @param threads platform threads
 * @param files open files and sockets; 0 where the system does not tell it in {@code /proc}
 * @param heapMegabytes after garbage collection
 */
record Health(double inFlight, double threads, long files, double heapMegabytes) {

  private static final long LONGEST_NANOS = 40_000_000_000L;
  private static final int MORE_THREADS = 20;
  private static final int MORE_FILES = 50;
  private static final double MORE_HEAP = 1.25;
  private static final double MORE_MEGABYTES = 16;

  /** Measures as soon as nothing is under way, or after a while anyhow. */
  static Health of(Gateway gateway) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_NANOS) {
      pause();
      if (metric(gateway, "llm_gateway_requests_in_flight ") == 0) {
        break;
      }
    }
    pause();
    collectGarbage(gateway.process());
    return new Health(
        metric(gateway, "llm_gateway_requests_in_flight "),
        metric(gateway, "jvm_threads_current "),
        gateway.process().tree().mapToLong(Health::files).sum(),
        metric(gateway, "jvm_memory_used_bytes{area=\"heap\"} ") / (1 << 20));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static double metric(Gateway gateway, String name) throws IOException {
    return gateway
        .fetch("/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new IOException("no metric " + name));
  }

  /** In whichever of the processes is the server's Java. */
  private static void collectGarbage(Child process) throws IOException {
    for (ProcessHandle handle : process.tree().toList()) {
      ProcessBuilder builder =
          new ProcessBuilder(Child.java("jcmd"), Long.toString(handle.pid()), "GC.run");
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      try {
        builder.start().waitFor();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static long files(ProcessHandle handle) {
    try (Stream<Path> files = Files.list(Path.of("/proc", handle.pid() + "", "fd"))) {
      return files.count();
    } catch (IOException elsewhere) {
      return 0;
    }
  }

  /** What has leaked since {@code before}. */
  List<String> worseThan(Health before) {
    List<String> findings = new ArrayList<>();
    if (inFlight > 0) {
      findings.add(inFlight + " requests are still under way");
    }
    if (threads > before.threads + MORE_THREADS) {
      findings.add("threads leak");
    }
    if (files > before.files + MORE_FILES) {
      findings.add("connections or files leak");
    }
    if (heapMegabytes > before.heapMegabytes * MORE_HEAP + MORE_MEGABYTES) {
      findings.add("memory leaks");
    }
    return findings;
  }
}
