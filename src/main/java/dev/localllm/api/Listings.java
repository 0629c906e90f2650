package dev.localllm.api;

import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Dialect;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers listings on virtual threads, since they wait for backends. */
@ApplicationScoped
public class Listings {

  private static final Logger LOG = System.getLogger(Listings.class.getName());

  /** A question about a model is its name and little else. */
  private static final int LONGEST_QUESTION = 64 << 10;

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  /** Begins; the answer comes through {@code suspended}. */
  public void begin(Dialect dialect, AsyncResponse suspended, Supplier<?> listing) {
    var client = new ServletClient(dialect, suspended);
    threads.execute(() -> {
      try {
        byte[] body = listing.get().toString().getBytes(StandardCharsets.UTF_8);
        client.send(OllamaCatalogResource.JSON, body);
      } catch (GatewayException e) {
        client.fail(e.error());
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a listing failed", e);
        client.fail(new Internal());
      }
    });
  }

  /**
   * Reads a short body.
   *
   * @throws GatewayException when it is too long or broken off
   */
  static byte[] read(InputStream question) {
    try {
      byte[] body = question.readNBytes(LONGEST_QUESTION + 1);
      if (body.length > LONGEST_QUESTION) {
        throw new GatewayException(new TooLarge(LONGEST_QUESTION));
      }
      return body;
    } catch (IOException e) {
      throw new GatewayException(new Invalid("the request body broke off", null));
    }
  }
}
