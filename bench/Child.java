import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that we started, with the processes that it started; it does not outlive us. */
final class Child implements AutoCloseable {

  private static final long LONGEST_STOP = 40;

  private final Process process;

  Child(ProcessBuilder builder) throws IOException {
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** The fake upstream, which prints its port first. */
  static Child upstream() throws IOException {
    Path here = Path.of(System.getProperty("jdk.launcher.sourcefile")).toAbsolutePath();
    return new Child(
        new ProcessBuilder(java("java"), here.resolveSibling("Upstream.java").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** A program of the JDK that runs us. */
  static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  /** The next line of its output. */
  String line() throws IOException {
    BufferedReader output = process.inputReader();
    return output.readLine();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether it runs, else its exit code, in words. */
  String state() {
    return alive() ? "it is running" : "it has ended with code " + process.exitValue();
  }

  /** It and its descendants. */
  Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** Processor time used so far. */
  Duration cpu() {
    return tree()
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Resident memory in MB; NaN where the system does not tell it in {@code /proc}. */
  double memory() {
    return tree().mapToDouble(Child::memory).sum();
  }

  private static double memory(ProcessHandle handle) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", handle.pid() + "", "status"))) {
      Optional<String> resident = lines.filter(line -> line.startsWith("VmRSS:")).findFirst();
      return Double.parseDouble(resident.orElse("VmRSS: 0").replaceAll("\\D", "")) / 1024;
    } catch (IOException elsewhere) {
      return Double.NaN;
    }
  }

  private void kill() {
    List<ProcessHandle> all = tree().toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    List<ProcessHandle> all = tree().toList();
    all.reversed().forEach(ProcessHandle::destroy);
    try {
      process.waitFor(LONGEST_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
