package dev.localllm.observe;

import dev.localllm.api.RequestBody;
import dev.localllm.api.RequestIdSource;
import dev.localllm.api.RequestIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * What every answer of a resource carries. Says on each answer that is sent while the server stops
 * that the connection ends with it, so that no client sends its next request into a port that is
 * closing (RFC 9112, section 9.6). {@link Edge} says so too, for what it answers itself; here are
 * the answers to requests that came before the signal. It ends too where a long body is left
 * unread.
 */
@Provider
@ApplicationScoped
public class Farewell implements ContainerResponseFilter {

  @Inject Traffic traffic;
  @Inject RequestIdSource ids;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(RequestIds.ATTRIBUTE) == null) {
      // OPTIONS * (RFC 9110, section 9.3.7) passes no filter of servlets
      String given = request.getHeaderString(RequestIds.HEADER);
      response.getHeaders().putSingle(RequestIds.HEADER, ids.accept(given));
    }
    if (traffic.draining()
        || RequestBody.endsConnection(request.getProperty(RequestBody.ATTRIBUTE))) {
      response.getHeaders().putSingle("Connection", "close");
    }
  }
}
