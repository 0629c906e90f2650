package dev.localllm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command of the distribution, run to its end.
 *
 * @param code how it ended
 * @param out what it printed
 * @param errors what it complained about
 */
record Command(int code, String out, String errors) {
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT");
  private static final int PATIENCE_SECONDS = 120;

  /** Runs the role with those settings; the working folder is of no importance. */
  static Command run(String role, Map<String, String> settings, String... arguments) {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Distribution.work()), "run");
      Path out = folder.resolve("out");
      Path errors = folder.resolve("errors");
      List<String> command = new ArrayList<>(List.of(Distribution.launcher()));
      command.addAll(Arrays.asList(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile());
      builder.environment().keySet().retainAll(INHERITED);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("ROLE", role);
      String agent = System.getProperty("it.jacoco", "");
      if (agent.startsWith("-javaagent")) {
        builder.environment().put("JVM_ARGS", agent);
      }
      builder.environment().putAll(settings);
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + command);
      }
      return new Command(process.exitValue(), Files.readString(out), Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
