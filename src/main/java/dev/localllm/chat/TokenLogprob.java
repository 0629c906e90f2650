package dev.localllm.chat;

import java.util.List;

/**
 * How likely a token was.
 *
 * @param token its text
 * @param logprob natural logarithm of its probability, at most 0
 * @param bytes its UTF-8 bytes as numbers from 0 to 255; empty when the backend told none
 * @param top the likeliest tokens at this place; empty when not asked for
 */
public record TokenLogprob(
    String token, double logprob, List<Integer> bytes, List<TokenLogprob> top) {

  public TokenLogprob {
    bytes = List.copyOf(bytes);
    top = List.copyOf(top);
  }
}
