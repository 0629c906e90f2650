package dev.localllm.api;

import dev.localllm.backend.SampleBackend;
import dev.localllm.protocol.ollama.ManagementCodec;
import dev.localllm.protocol.openai.OpenAiCodec;
import dev.localllm.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

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
}
