package dev.localllm.protocol.openai;

import dev.localllm.protocol.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Codecs whose ids are x1, x2, … and whose clock stands still. */
final class Codecs {

  private Codecs() {}

  static OpenAiCodec codec() {
    AtomicInteger count = new AtomicInteger();
    return new OpenAiCodec(
        InstantSource.fixed(Instant.ofEpochSecond(1795254284)),
        () -> "x" + count.incrementAndGet(),
        true);
  }

  static Exchange chat(String body) {
    return codec().chatCompletion(body.getBytes(StandardCharsets.UTF_8));
  }
}
