package dev.localllm.api;

import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Internal;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Upload;
import dev.localllm.pipeline.Uploads;
import dev.localllm.protocol.Dialect;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers listings on virtual threads, since they wait for backends. */
@ApplicationScoped
public class Listings {

  private static final Logger LOG = System.getLogger(Listings.class.getName());

  private static final int LONGEST_QUESTION = 64 << 10;

  @Inject Uploads uploads;

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  /** Begins; the answer comes through {@code suspended}. */
  public void begin(Dialect dialect, AsyncResponse suspended, Supplier<?> listing) {
    answer(new ServletClient(dialect, suspended), listing);
  }

  /** Begins once the question has come, which is a model's name and little else. */
  public void begin(
      Dialect dialect,
      HttpServletRequest request,
      AsyncResponse suspended,
      Function<byte[], ?> listing) {
    var client = new ServletClient(dialect, suspended);
    Upload question =
        uploads.begin(
            request.getContentLengthLong(),
            LONGEST_QUESTION,
            new Upload.Receiver() {
              @Override
              public void received(byte[] body) {
                answer(client, () -> listing.apply(body));
              }

              @Override
              public void refused(GatewayError why) {
                threads.execute(() -> client.fail(why));
              }
            });
    UploadListener.listen(request, question);
  }

  private void answer(ServletClient client, Supplier<?> listing) {
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
}
