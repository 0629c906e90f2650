import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The packaged server, unpacked into a folder of its own and started as an operator does. */
final class Gateway implements AutoCloseable {

  private static final long LONGEST_START = 120_000_000_000L;
  private static final int LAST_LINES = 5;
  private static final Pattern SECRET = Pattern.compile("\"secret\" *: *\"(llm_[^\"]+)\"");
  private static final String SERVER = "local-llm-server";

  private final Path folder;
  private final int port = freePort();
  private final String key;
  private final Child process;
  private final double startSeconds;

  /**
   * Starts it and waits for its first answer.
   *
   * @param settings environment variables on top of the usual ones
   */
  Gateway(Path zip, int upstreamPort, Map<String, String> settings) throws IOException {
    this(zip, upstreamPort, settings, "");
  }

  /** The same for one that wants a key. */
  Gateway(Path zip, int upstreamPort, Map<String, String> settings, String key) throws IOException {
    this.key = key;
    folder = Files.createTempDirectory("bench-gateway");
    Runtime.getRuntime().addShutdownHook(new Thread(this::clean));
    unpack(zip);
    ProcessBuilder builder = new ProcessBuilder(command()).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    environment.put("APP_ENV", "local");
    environment.put("LOG_FORMAT", "json");
    environment.put("LOG_LEVEL", "info");
    environment.put("MODEL_NAME", "bench");
    environment.put("OLLAMA_BASE_URL", "http://127.0.0.1:" + upstreamPort);
    environment.put("HTTP_HOST", "127.0.0.1");
    environment.put("HTTP_PORT", Integer.toString(port));
    environment.putAll(settings);
    long start = System.nanoTime();
    process = new Child(builder);
    awaitAnswer(start);
    startSeconds = (System.nanoTime() - start) / 1e9;
  }

  int port() {
    return port;
  }

  Child process() {
    return process;
  }

  /** Runs {@code scenario} on it, through {@code target}, and counts its processor time too. */
  Figures measure(Scenario scenario, Target target) throws IOException {
    Duration before = process.cpu();
    Figures figures = scenario.run(target);
    double used = process.cpu().minus(before).toNanos() / 1e3;
    return figures.with("gateway's CPU µs/" + figures.piece, used / figures.pieces);
  }

  /** From its launch to the first answer of a model. */
  double startSeconds() {
    return startSeconds;
  }

  /** What it printed. */
  Path log() {
    return folder.resolve("console.log");
  }

  /** Whether it runs, and its last words. */
  String state() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return process.state()
        + ", "
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private List<String> command() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Path script = folder.resolve("wlp/bin").resolve(windows ? "server.bat" : "server");
    return List.of(script.toString(), "run", SERVER);
  }

  private void awaitAnswer(long start) throws IOException {
    while (!answers()) {
      if (!process.alive() || System.nanoTime() - start > LONGEST_START) {
        throw new IOException("the gateway did not start: " + state());
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private boolean answers() {
    try (Wire wire = Wire.connect(port)) {
      wire.socket().setSoTimeout(10_000);
      wire.send(new Target(port, true, key).whole());
      return wire.readHead() && wire.head().status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What {@code GET path} answers on a port of this machine. */
  static String fetch(int port, String path) throws IOException {
    return fetch(new Target(port, true), path);
  }

  /** What it answers to {@code GET path}. */
  String fetch(String path) throws IOException {
    return fetch(new Target(port, true, key), path);
  }

  private static String fetch(Target target, String path) throws IOException {
    return answer(target.port(), path, target.get(path));
  }

  /**
   * Makes a key and tells its secret.
   *
   * @param fields what it has beside a name and an owner, as JSON
   */
  String newKey(String name, String fields) throws IOException {
    String answer =
        post(
            "/admin/v1/keys",
            "{\"name\": \"%s-%d\", \"owner\": \"bench\", %s}"
                .formatted(name, System.currentTimeMillis(), fields));
    Matcher secret = SECRET.matcher(answer);
    if (!secret.find()) {
      throw new IOException("no key was made: " + answer);
    }
    return secret.group(1);
  }

  /** What it answers to {@code body} at {@code path}. */
  String post(String path, String body) throws IOException {
    return answer(port, path, new Target(port, true, key).post(path, body));
  }

  private static String answer(int port, String path, byte[] request) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.socket().setSoTimeout(10_000);
      wire.send(request);
      StringBuilder body = new StringBuilder();
      if (!wire.readHead()) {
        throw new IOException("no answer to " + path);
      }
      wire.readBody((bytes, from, to) ->
          body.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
      return body.toString();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void unpack(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = folder.resolve(entry.getName()).normalize();
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, target);
        }
        if (target.getParent().endsWith("bin")) {
          target.toFile().setExecutable(true);
        }
      }
    }
  }

  private void clean() {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | java.io.UncheckedIOException gone) {
      return;
    }
  }

  @Override
  public void close() {
    process.close();
    clean();
  }
}
