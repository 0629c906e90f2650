package dev.localllm.backend;

import dev.localllm.background.BackgroundTask;
import dev.localllm.background.BackgroundTasks;
import dev.localllm.settings.Secret;
import dev.localllm.settings.Settings;
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
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/** Builds the backends from the settings and keeps probing them. */
@ApplicationScoped
public class Wiring {

  private static final long CHECKOUT_MILLIS = 250;

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  @Inject BackendCalls calls;

  @Inject BackgroundTasks tasks;

  private final List<Runnable> clients = new ArrayList<>();
  private final List<BackgroundTask> probes = new ArrayList<>();

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
    probes.forEach(probe -> probe.cancel(Duration.ZERO));
    clients.forEach(Runnable::run);
  }

  private Backend ollama(String name, URI url, Settings settings) {
    String authorization = bearer(settings.backends().ollamaApiKey());
    Settings.Calling calling = settings.calling();
    long patience = calling.probeTimeout().toMillis();
    OllamaClient quick =
        remember(
            builder(url, 2)
                .connectTimeout(patience, TimeUnit.MILLISECONDS)
                .readTimeout(patience, TimeUnit.MILLISECONDS));
    var probe = new Probe(quick, authorization, calling.probeInterval(), InstantSource.system());
    BackgroundTask probing = tasks.waiting("probe-" + name, probe::step);
    probes.add(probing);
    probing.start();
    OllamaClient client =
        remember(
            builder(url, settings.limits().maxStreams())
                .connectTimeout(calling.connectTimeout().toMillis(), TimeUnit.MILLISECONDS));
    var blobs = new BlobClient(name, url, authorization, calling.connectTimeout(), threads);
    return new OllamaBackend(name, client, calls, authorization, probe, blobs);
  }

  private OllamaClient remember(RestClientBuilder builder) {
    OllamaClient client = builder.build(OllamaClient.class);
    clients.add(client::close);
    return client;
  }

  /** The library's own pool has 50 connections, and waits for ever for one of them. */
  private static RestClientBuilder builder(URI url, int connections) {
    return RestClientBuilder.newBuilder()
        .baseUri(url)
        .property("microprofile.rest.client.disable.default.mapper", true)
        .property("resteasy.connectionPoolSize", connections)
        .property("resteasy.maxPooledPerRoute", connections)
        .property(
            "resteasy.connectionCheckoutTimeout", List.of(CHECKOUT_MILLIS, TimeUnit.MILLISECONDS));
  }

  private static @Nullable String bearer(@Nullable Secret key) {
    return key == null ? null : "Bearer " + key.reveal();
  }
}
