package dev.localllm.api;

import dev.localllm.access.Access;
import dev.localllm.access.Decision.Undecided;
import dev.localllm.chat.GatewayError;
import dev.localllm.pipeline.Unforeseen;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Holds a request back while nobody can tell yet whose it is: its token is signed with a key that
 * is still to be fetched, or API keys are being read for the first time. No thread of the server
 * waits for that; the request comes back by an asynchronous dispatch.
 */
@ApplicationScoped
public class CredentialWait {

  @Inject Access access;
  @Inject Door door;

  @Resource(lookup = "java:module/concurrent/requests")
  private ManagedExecutorService threads;

  /** Whether the request is held back, and so is not to be worked on now. */
  public boolean holds(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!access.mayBeUndecided() || !(door.decide(request) instanceof Undecided undecided)) {
      return false;
    }
    AsyncContext held = request.startAsync(request, response);
    held.setTimeout(0);
    try {
      threads.execute(() -> {
        try {
          access.await(undecided);
        } finally {
          // nothing else would bring it back
          held.dispatch();
        }
      });
    } catch (RuntimeException | Error e) {
      // brought back without having waited, it would be held again, and again
      GatewayError why = Unforeseen.of(e, RequestIds.of(request)).error();
      ErrorPage.send(request.getRequestURI(), why, response);
      held.complete();
    }
    return true;
  }
}
