package dev.localllm.api;

import dev.localllm.chat.AccessError.OverBudget;
import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.Unauthorized;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.SlowRequest;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayError.WrongMethod;
import dev.localllm.chat.WrongCoding;
import dev.localllm.protocol.Dialect;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Turns errors into responses in the caller's dialect. */
final class ErrorResponses {

  private ErrorResponses() {}

  static Response of(Dialect dialect, GatewayError error) {
    Dialect.ErrorBody words = dialect.error(error);
    Response.ResponseBuilder response =
        Response.status(words.status()).type(words.contentType()).entity(words.body());
    error
        .retryAfter()
        .ifPresent(delay -> response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(delay)));
    if (error instanceof WrongMethod wrong) {
      response.header(HttpHeaders.ALLOW, String.join(", ", wrong.allowed()));
    }
    if (error instanceof WrongCoding wrong) {
      // RFC 9110, section 15.5.16
      response.header(HttpHeaders.ACCEPT_ENCODING, wrong.accepted());
    }
    if (error instanceof Unauthorized) {
      // RFC 9110, section 11.6.1
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    if (error instanceof RateLimited || error instanceof OverBudget) {
      // what OpenAI's clients go by
      response.header("x-should-retry", error instanceof RateLimited);
    }
    if (error instanceof TooLarge || error instanceof SlowRequest) {
      // the rest of the body is not wanted
      response.header("Connection", "close");
    }
    return response.build();
  }

  private static long wholeSeconds(Duration delay) {
    return Math.max(1, delay.plusMillis(999).toSeconds());
  }
}
