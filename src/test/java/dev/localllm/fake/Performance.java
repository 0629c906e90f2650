package dev.localllm.fake;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** Plays one answer by its script. */
final class Performance {

  private static final int ENDLESS = 64 << 20;
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Script script;
  private final Residence residence;
  private final Reply reply;
  private boolean open;

  Performance(Script script, Residence residence, Reply reply) {
    this.script = script;
    this.residence = residence;
    this.reply = reply;
  }

  Script script() {
    return script;
  }

  /** Everything before the model speaks; returns whether it may. */
  boolean begin(String name, TinyModel model) {
    if (!residence.isLoaded(name)) {
      reply.pause(script.load);
      residence.load(name, model);
    }
    reply.pause(script.beforeHead);
    if (raw()) {
      return false;
    }
    if (script.fault != Break.NONE && script.faultAfter < 0) {
      breakOff("");
      return false;
    }
    if (script.status != 0) {
      reply.json(script.status, script.body);
      return false;
    }
    return true;
  }

  private boolean raw() {
    if (script.raw.isEmpty()) {
      return false;
    }
    script.raw.forEach(piece -> {
      reply.raw(piece);
      reply.pause(script.perToken);
    });
    for (int left = ENDLESS; left > 0 && !script.endlessly.isEmpty(); ) {
      reply.raw(script.endlessly);
      left -= script.endlessly.length();
    }
    reply.over();
    if (script.fault != Break.NONE) {
      reply.hangUp(script.fault == Break.RESET);
    }
    return true;
  }

  /** Whether the script refuses, or breaks off in place of an answer, which is done then. */
  boolean refused() {
    reply.pause(script.beforeHead);
    if (raw()) {
      return true;
    }
    if (script.fault != Break.NONE) {
      breakOff("");
      return true;
    }
    if (script.status != 0) {
      reply.json(script.status, script.body);
    }
    return script.status != 0;
  }

  /**
   * Tells of progress and its outcome, or only of the outcome.
   *
   * @param steps how many lines come before the last ones, unless the script tells
   */
  void report(boolean streams, int steps, IntFunction<String> step, List<String> last) {
    int count = script.tokens < 0 ? steps : script.tokens;
    reply.pause(script.beforeHead);
    if (script.status != 0) {
      reply.json(script.status, script.body);
    } else if (!script.lines.isEmpty()) {
      script.lines.forEach(this::line);
      reply.end();
    } else if (streams) {
      reportAll(count, step, last);
    } else {
      reply.pause(script.perToken.multipliedBy(count));
      boolean failed = last.getLast().contains("\"error\"");
      String type = "Content-Type: application/json\r\n";
      reply.send(failed ? 500 : 200, type, last.getLast().strip());
    }
  }

  private void reportAll(int count, IntFunction<String> step, List<String> last) {
    for (int i = 0; i < count; i++) {
      if (i == script.faultAfter) {
        breakOff(step.apply(i));
        return;
      }
      reply.pause(script.perToken);
      line(step.apply(i));
      reply.countToken();
    }
    if (count == script.faultAfter) {
      breakOff(last.getFirst());
      return;
    }
    last.forEach(this::line);
    reply.end();
  }

  void give(Inference inference) {
    if (!script.lines.isEmpty()) {
      script.lines.forEach(this::line);
      reply.end();
    } else if (inference.streams()) {
      stream(inference);
    } else {
      whole(inference);
    }
  }

  private void stream(Inference inference) {
    Speech speech = inference.speech();
    for (int i = 0; i < speech.thoughts().size(); i++) {
      reply.pause(script.perToken);
      line(inference.thought(i));
    }
    for (int i = 0; i < speech.count(); i++) {
      if (i == script.faultAfter) {
        breakOff(inference.word(i));
        return;
      }
      reply.pause(script.perToken);
      line(inference.word(i));
      reply.countToken();
    }
    if (speech.count() == script.faultAfter) {
      breakOff(inference.done());
      return;
    }
    if (speech.calls()) {
      line(inference.call());
    }
    line(
        speech.end().equals("error")
            ? error("prediction aborted, token repeat limit reached")
            : inference.done());
    reply.end();
  }

  private void whole(Inference inference) {
    Speech speech = inference.speech();
    if (script.fault != Break.NONE) {
      breakOff(inference.whole());
      return;
    }
    reply.pause(script.perToken.multipliedBy(Math.min(speech.count(), 10_000)));
    if (speech.end().equals("error")) {
      throw new Refusal(500, "prediction aborted, token repeat limit reached");
    }
    reply.json(200, inference.whole());
  }

  /** Breaks off in place of {@code next}. */
  private void breakOff(String next) {
    switch (script.fault) {
      case NONE -> throw new IllegalStateException("no fault");
      case RESET -> reply.hangUp(true);
      case SILENCE -> reply.pause(FOR_EVER);
      case HALF_LINE -> {
        line(next.substring(0, next.length() / 2));
        reply.hangUp(false);
      }
      case ERROR_LINE -> endWith(error("an error was encountered while running the model"));
      case NO_DONE -> {
        if (open) {
          reply.end();
        } else {
          endWith(next.replace("\"done\":true", "\"done\":false"));
        }
      }
      case GARBAGE -> endWith("<html>not what you asked for</html>\n");
      case HUGE_LINE -> endWith("{\"x\":\"" + "x".repeat(64 << 20) + "\"}\n");
    }
  }

  private void endWith(String line) {
    line(line);
    reply.end();
  }

  private void line(String line) {
    if (open) {
      reply.more(line);
    } else {
      open = true;
      reply.open(line);
    }
  }

  private static String error(String message) {
    return "{\"error\":\"" + message + "\"}\n";
  }
}
