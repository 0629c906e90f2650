import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fake Ollama that costs as little as possible: one write per token, each token the time of its
 * writing. What it answers is asked for in the prompt; see {@link Script}. Ends with its input, so
 * that it does not outlive who started it.
 */
final class Upstream {

  private static final int BACKLOG = 4096;
  private static final String HELP =
      """
      java bench/Upstream.java [--port 0] [--host 127.0.0.1]

      A fake Ollama on this machine. Prints its port. Ends when its input does.
        --host            where it listens; containers reach a bridge's address, not 127.0.0.1
        GET /fake/stats   what it has seen since the last POST /fake/reset
      """;

  /** What has been seen. */
  static final class Counts {
    final AtomicInteger answers = new AtomicInteger();
    final AtomicInteger leftStreams = new AtomicInteger();
    final AtomicInteger lateTokens = new AtomicInteger();
    final AtomicInteger latestToken = new AtomicInteger();

    /** A client has left; {@code late} tokens were written after that. */
    void left(int late) {
      lateTokens.addAndGet(late);
      latestToken.accumulateAndGet(late, Math::max);
      leftStreams.incrementAndGet();
    }

    void reset() {
      answers.set(0);
      leftStreams.set(0);
      lateTokens.set(0);
      latestToken.set(0);
    }

    String json() {
      return "{\"answers\":%d,\"left\":%d,\"late\":%d,\"latest\":%d}"
          .formatted(answers.get(), leftStreams.get(), lateTokens.get(), latestToken.get());
    }
  }

  private Upstream() {}

  public static void main(String[] arguments) throws IOException {
    Options options = Options.read(arguments, java.util.List.of("--port", "--host"), HELP);
    ServerSocketChannel server = ServerSocketChannel.open();
    int port = (int) options.number("--port", 0);
    server.bind(
        new InetSocketAddress(InetAddress.getByName(options.text("--host", "127.0.0.1")), port),
        BACKLOG);
    System.out.println(server.socket().getLocalPort());
    System.out.flush();
    Thread.ofPlatform().daemon().start(() -> accept(server));
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void accept(ServerSocketChannel server) {
    Counts counts = new Counts();
    while (true) {
      try {
        SocketChannel channel = server.accept();
        Thread.startVirtualThread(() -> new Visit(channel, counts).run());
      } catch (IOException e) {
        System.err.println("upstream: " + e);
      }
    }
  }
}
