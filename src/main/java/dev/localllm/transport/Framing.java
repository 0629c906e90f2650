package dev.localllm.transport;

import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * Where an answer ends, without a guess: RFC 9112, section 6.3, lets a recipient choose when there
 * are two lengths, and two recipients may choose differently.
 */
final class Framing implements ContentLengthStrategy {

  @Override
  public long determineLength(HttpMessage message) throws HttpException {
    Header length = message.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && message.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
      throw new ProtocolException("a length and a transfer coding");
    }
    if (length != null && !length.getValue().chars().allMatch(Framing::digit)) {
      throw new ProtocolException("a length that is no number");
    }
    return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }
}
