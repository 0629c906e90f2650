package dev.localllm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.fake.Recording;
import java.util.regex.Pattern;

/** Sends what was sent to a real Ollama and compares the answers. */
final class Replay {

  private static final Pattern VARIES =
      Pattern.compile(
          "(?<=\"(created_at|id|expires_at)\":)\"[^\"]*\""
              + "|(?<=_duration\":)\\d+"
              + "|(?<=prompt_eval_(cached_)?count\":)\\d+"
              + "|(?<=logprob\":)-?[\\d.]+"
              + "|(?<=\"context\":)\\[[^]]*]");

  private final Recording recording;
  private final Gateway.Reply reply;

  private Replay(Recording recording, Gateway.Reply reply) {
    this.recording = recording;
    this.reply = reply;
  }

  /** Repeats a recorded request at the gateway. */
  static Replay of(Gateway gateway, String name) {
    Recording recording = Recording.of(name);
    String body = recording.requestBody();
    return new Replay(
        recording, gateway.send(recording.method(), recording.path(), body == null ? "" : body));
  }

  Gateway.Reply reply() {
    return reply;
  }

  Recording recording() {
    return recording;
  }

  /** The same status, content type and body, but for times, ids and what a cache changes. */
  void assertSame() {
    assertSameHead();
    assertThat(steady(reply.body())).isEqualTo(steady(recording.body()));
  }

  void assertSameHead() {
    assertThat(reply.status()).as(reply.body()).isEqualTo(recording.status());
    assertThat(reply.header("content-type").replace(" ", ""))
        .isEqualToIgnoringCase(
            recording.responseHeaders().getOrDefault("content-type", "").replace(" ", ""));
  }

  static String steady(String body) {
    return VARIES.matcher(body).replaceAll("_");
  }
}
