package dev.localllm.chat;

/**
 * The body is packed in a way that we do not unpack.
 *
 * @param given as {@code Content-Encoding} had it
 * @param accepted those that we unpack, as {@code Accept-Encoding} lists them
 */
public record WrongCoding(String given, String accepted) implements GatewayError {

  @Override
  public int status() {
    return 415;
  }

  @Override
  public String message() {
    return "Content-Encoding must be one of " + accepted + ", not " + given;
  }
}
