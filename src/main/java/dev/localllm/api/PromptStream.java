package dev.localllm.api;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A response body whose first flush is done twice: Liberty takes the first one for the head alone
 * and swallows it, so that the first event would wait for the second.
 */
final class PromptStream extends OutputStream {

  private final OutputStream out;
  private boolean flushed;

  PromptStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
    if (!flushed) {
      flushed = true;
      out.flush();
    }
  }
}
