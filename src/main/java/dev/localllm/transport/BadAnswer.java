package dev.localllm.transport;

import java.io.IOException;

/**
 * What came is no answer: it breaks the protocol or our bounds. The message goes on after the
 * backend's name, and is safe to show.
 */
public final class BadAnswer extends IOException {

  private static final long serialVersionUID = 1;

  BadAnswer(String what) {
    super(what);
  }

  BadAnswer(String what, Throwable cause) {
    super(what, cause);
  }
}
