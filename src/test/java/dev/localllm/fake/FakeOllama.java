package dev.localllm.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The server. Thread-safe; close it to free its port and end its connections. */
public final class FakeOllama implements AutoCloseable {

  private static final int BACKLOG = 4096;

  private final Journal journal = new Journal();
  private final Residence residence = new Residence();
  private final Routes routes = new Routes(residence);
  private final Control control = new Control(this);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final int port;
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile CountDownLatch deaf = new CountDownLatch(0);

  private FakeOllama(int port) throws IOException {
    listener = listen(port);
    this.port = listener.getLocalPort();
    acceptor = accept(listener);
  }

  /** Starts one on 127.0.0.1 and a free port. */
  public static FakeOllama start() {
    return start(0);
  }

  /** Starts one on 127.0.0.1 and that port. */
  public static FakeOllama start(int port) {
    try {
      return new FakeOllama(port);
    } catch (IOException notFree) {
      throw new UncheckedIOException(notFree);
    }
  }

  /** Serves on the port given, for other processes: see {@link Control}. */
  public static void main(String[] arguments) throws InterruptedException {
    System.out.println(start(Integer.parseInt(arguments[0])).url());
    Thread.currentThread().join();
  }

  /** Its base URL, without a slash at the end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Answers requests for {@code model} by {@code script}; a new tag makes a new, cold model. A path
   * such as {@code /api/version} stands for all requests to it; of its script only waiting,
   * refusing and raw bytes count.
   */
  public String script(String model, Script script) {
    routes.script(model, script);
    return model;
  }

  /** Puts a model into memory without a request. */
  public void loaded(String model) {
    residence.load(model, TinyModel.named(model).orElseThrow());
  }

  /** Whether the server has a model of that name. */
  public boolean has(String model) {
    return routes.shelf().model(model).isPresent();
  }

  /** Whether the server has a blob. */
  public boolean hasBlob(String digest) {
    return routes.shelf().hasBlob(digest);
  }

  /** Forgets scripts, loaded models, what was done to models, and what happened. */
  public void reset() {
    routes.clear();
    residence.clear();
    journal.clear();
  }

  /** From now on connections are refused; those that are open stay. */
  public void refuseConnections() {
    try {
      listener.close();
      // the port is free only once the virtual thread that accepts has let go of the socket
      acceptor.join();
    } catch (IOException closedAnyway) {
      throw new UncheckedIOException(closedAnyway);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends {@link #refuseConnections}. */
  public void acceptConnections() {
    try {
      listener = listen(port);
      acceptor = accept(listener);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  /** Stops reading request bodies, or goes on with it. */
  public void deaf(boolean on) {
    deaf.countDown();
    deaf = new CountDownLatch(on ? 1 : 0);
  }

  /** Requests so far, in the order of their arrival. */
  public List<Received> requests() {
    return journal.requests();
  }

  /** Requests so far that named that model. */
  public List<Received> requests(String model) {
    return requests().stream().filter(request -> request.model().equals(model)).toList();
  }

  /** Requests so far whose client left early. */
  public List<Cancelled> cancelled() {
    return journal.cancelled();
  }

  /** Waits until {@code count} requests for the model were cancelled; returns whether they were. */
  public boolean awaitCancelled(String model, int count, Duration limit) {
    Predicate<Cancelled> same = stream -> stream.model().equals(model);
    return journal.await(() -> journal.cancelled().stream().filter(same).count() >= count, limit);
  }

  /** Waits until {@code count} requests for the model have come; returns whether they have. */
  public boolean awaitRequests(String model, int count, Duration limit) {
    return journal.await(() -> requests(model).size() >= count, limit);
  }

  /** Waits for {@code count} further requests for that path; returns whether they came. */
  public boolean awaitFurther(String path, int count, Duration limit) {
    long wanted = count + countOf(path);
    return journal.await(() -> countOf(path) >= wanted, limit);
  }

  private long countOf(String path) {
    return requests().stream().filter(request -> request.path().equals(path)).count();
  }

  /** Connections that are open. */
  public int connections() {
    return journal.connections();
  }

  /** Connections that were ever accepted. */
  public int accepted() {
    return accepted.get();
  }

  /** Requests that are being answered. */
  public int active() {
    return journal.active();
  }

  /** Waits until no request is being answered; returns whether none is. */
  public boolean awaitIdle(Duration limit) {
    return journal.await(() -> journal.active() == 0, limit);
  }

  /** Closes the connections that are open, whatever flows on them. */
  public void closeConnections() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException closedAnyway) {
        continue;
      }
    }
  }

  @Override
  public void close() {
    refuseConnections();
    deaf(false);
    closeConnections();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
    return socket;
  }

  private Thread accept(ServerSocket from) {
    return Thread.ofVirtual()
        .name("fake-ollama")
        .start(() -> {
          while (!from.isClosed()) {
            try {
              Socket socket = from.accept();
              Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
              return;
            }
          }
        });
  }

  private void serve(Socket socket) {
    accepted.incrementAndGet();
    sockets.add(socket);
    try {
      new Connection(socket, journal, this::hear, this::answer).serve();
    } catch (IOException alreadyClosed) {
      // nothing to serve
    } finally {
      sockets.remove(socket);
    }
  }

  private void answer(Received request, Reply reply) {
    if (request.path().equals(Control.PATH)) {
      control.answer(request, reply);
    } else {
      routes.answer(request, reply);
    }
  }

  private void hear() {
    try {
      deaf.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
