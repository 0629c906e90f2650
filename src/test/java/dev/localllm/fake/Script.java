package dev.localllm.fake;

import java.time.Duration;
import java.util.List;

/**
 * How requests for one model are answered, where that differs from the model's own way. Set it up
 * before it is given to {@link FakeOllama#script}; it is not changed after that.
 */
public final class Script {

  static final Script ORDINARY = new Script();

  Duration beforeHead = Duration.ZERO;
  Duration load = Duration.ZERO;
  Duration perToken = Duration.ZERO;
  int tokens = -1;
  Break fault = Break.NONE;
  int faultAfter = Integer.MAX_VALUE;
  List<String> lines = List.of();
  List<String> raw = List.of();
  String endlessly = "";
  int status;
  String body = "";
  int times = Integer.MAX_VALUE;

  /** Waits before the response head. */
  public Script beforeHead(Duration wait) {
    beforeHead = wait;
    return this;
  }

  /** The model is cold: the first request waits that long, and then it is in {@code /api/ps}. */
  public Script load(Duration wait) {
    load = wait;
    return this;
  }

  /** Waits before each token. */
  public Script perToken(Duration wait) {
    perToken = wait;
    return this;
  }

  /** Answers that many tokens. */
  public Script tokens(int count) {
    tokens = count;
    return this;
  }

  /** Never stops. */
  public Script endless() {
    return tokens(Integer.MAX_VALUE);
  }

  /** Breaks off after that many tokens. */
  public Script breaks(Break how, int afterTokens) {
    fault = how;
    faultAfter = afterTokens;
    return this;
  }

  /** Resets the connection in place of a response head. */
  public Script resetBeforeHead() {
    return breaks(Break.RESET, -1);
  }

  /** Sends exactly these lines in place of tokens and end mark; each is one flush. */
  public Script lines(String... instead) {
    lines = List.of(instead);
    return this;
  }

  /** Writes these bytes in place of an answer, with the pause of tokens between them. */
  public Script raw(String... pieces) {
    raw = List.of(pieces);
    return this;
  }

  /** Goes on with this after {@link #raw}, until the client has gone or 64 MB are written. */
  public Script endlessly(String piece) {
    endlessly = piece;
    return this;
  }

  /** Answers with this status and body. */
  public Script refuse(int with, String text) {
    status = with;
    body = text;
    return this;
  }

  /** Answers as a full queue does. */
  public Script busy() {
    return refuse(
        503, "{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}");
  }

  /** Only the first {@code count} requests follow this script, later ones are answered well. */
  public Script times(int count) {
    times = count;
    return this;
  }
}
