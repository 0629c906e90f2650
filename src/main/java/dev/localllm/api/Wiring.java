package dev.localllm.api;

import dev.localllm.backend.SampleBackend;
import dev.localllm.protocol.ollama.ManagementCodec;
import dev.localllm.protocol.openai.OpenAiCodec;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Settings.AuthMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Builds what the resources share. */
@ApplicationScoped
public class Wiring {

  @Produces
  @Singleton
  OpenAiCodec openAiCodec(Settings settings) {
    return new OpenAiCodec(
        InstantSource.system(), new RandomNames(), settings.backends().completionsRaw());
  }

  @Produces
  @Singleton
  ManagementCodec managementCodec(Settings settings) {
    boolean sample = settings.backends().sampleModel();
    return new ManagementCodec(name -> sample && SampleBackend.isSample(name));
  }

  @Produces
  @Singleton
  RequestIdSource requestIds() {
    return new RequestIdSource(() -> ThreadLocalRandom.current().nextLong());
  }

  @Produces
  @Singleton
  Hosts hosts(Settings settings) {
    List<String> allowed = new ArrayList<>(settings.access().allowedHosts());
    URI publicUrl = settings.server().publicApiBaseUrl();
    if (publicUrl != null) {
      allowed.add(publicUrl.getHost());
    }
    return new Hosts(settings.access().authModes().contains(AuthMode.NONE), allowed);
  }
}
