package dev.localllm.backend;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.background.Step;
import dev.localllm.settings.AnswerBounds;
import dev.localllm.settings.Secret;
import dev.localllm.settings.Settings;
import dev.localllm.transport.Bounds;
import dev.localllm.transport.Transport;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Builds the backends from the settings and keeps probing them. */
@ApplicationScoped
public class Wiring {

  /**
   * Listings are answered from a cache that one thread fills; details of models need a few more.
   */
  private static final int LISTINGS = 8;

  private static final Duration TIDY = Duration.ofSeconds(30);

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  @Inject BackendCalls calls;

  @Inject BackgroundTasks tasks;

  private final List<Runnable> closing = new ArrayList<>();
  private final List<Transport> transports = new CopyOnWriteArrayList<>();
  private final List<BackgroundTask> running = new ArrayList<>();

  @Produces
  @Singleton
  Fleet fleet(Settings settings) {
    List<Backend> backends = new ArrayList<>();
    // the first address only: a fleet needs routing by what is loaded
    backends.add(ollama("ollama", settings.backends().ollamaBaseUrls().getFirst(), settings));
    if (settings.backends().sampleModel()) {
      backends.add(new SampleBackend(InstantSource.system()));
    }
    return new Fleet(backends);
  }

  @PreDestroy
  void close() {
    running.forEach(task -> task.cancel(Duration.ZERO));
    closing.forEach(Runnable::run);
    transports.forEach(Transport::close);
  }

  private Backend ollama(String name, URI url, Settings settings) {
    String authorization = bearer(settings.backends().ollamaApiKey());
    Settings.Calling calling = settings.calling();
    Bounds bounds = bounds(settings);
    Duration patience = calling.probeTimeout();
    var probe =
        new Probe(
            client(url, transport(url, bounds.with(2, patience))),
            authorization,
            calling.probeInterval(),
            InstantSource.system());
    begin("probe-" + name, probe::step);
    begin("connections-" + name, this::tidy);
    Transport main = transport(url, bounds);
    var clients =
        new OllamaBackend.Clients(
            client(url, main), client(url, transport(url, bounds.with(LISTINGS, Duration.ZERO))));
    var blobs = new BlobClient(name, url, authorization, main, threads);
    return new OllamaBackend(name, clients, calls, authorization, probe, blobs);
  }

  private void begin(String task, Step step) {
    BackgroundTask begun = tasks.task(task, step);
    running.add(begun);
    begun.start();
  }

  private Duration tidy() {
    transports.forEach(Transport::tidy);
    return TIDY;
  }

  private static Bounds bounds(Settings settings) {
    AnswerBounds answers = settings.calling().answers();
    return new Bounds(
        settings.limits().maxStreams(),
        settings.calling().connectTimeout(),
        Duration.ZERO,
        answers.headerBytes(),
        answers.headers(),
        answers.keepAlive());
  }

  private Transport transport(URI url, Bounds bounds) {
    var transport = new Transport(url, bounds);
    transports.add(transport);
    return transport;
  }

  private OllamaClient client(URI url, Transport transport) {
    OllamaClient client =
        RestClientBuilder.newBuilder()
            .baseUri(url)
            .property("microprofile.rest.client.disable.default.mapper", true)
            .register(new TransportFilter(transport))
            .build(OllamaClient.class);
    closing.add(client::close);
    return client;
  }

  private static @Nullable String bearer(@Nullable Secret key) {
    return key == null ? null : "Bearer " + key.reveal();
  }
}
