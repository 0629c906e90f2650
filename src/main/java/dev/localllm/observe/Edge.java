package dev.localllm.observe;

import dev.localllm.api.CredentialWait;
import dev.localllm.api.ErrorPage;
import dev.localllm.api.RequestIds;
import dev.localllm.api.RequestLine;
import dev.localllm.chat.GatewayError;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * What every request passes first: it gets its id, which every answer carries, and is refused when
 * its first line is malformed, or with an empty 403, as Ollama does, when it comes by a foreign
 * host name or from a foreign web page.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class Edge extends HttpFilter {

  private static final long serialVersionUID = 1;
  private static final String REQUEST_ID = "x-request-id";

  @Inject private transient RequestIdSource ids;
  @Inject private transient Hosts hosts;
  @Inject private transient Origins origins;
  @Inject private transient CredentialWait credentials;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = ids.accept(request.getHeader(REQUEST_ID));
    request.setAttribute(RequestIds.ATTRIBUTE, id);
    response.setHeader(REQUEST_ID, id);
    Optional<GatewayError> flaw = RequestLine.flaw(request);
    if (flaw.isPresent()) {
      response.setHeader("Connection", "close");
      ErrorPage.send(request.getRequestURI(), flaw.get(), response);
      return;
    }
    if (!hosts.accepts(request.getHeader("Host"))) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    String origin = request.getHeader("Origin");
    if (origin == null || answersTo(origin, request, response)) {
      HttpServletRequest plain = AnyFormat.of(request);
      if (!credentials.holds(plain, response)) {
        chain.doFilter(plain, response);
      }
    }
  }

  /** Whether the request may go on; otherwise it has been answered. */
  private boolean answersTo(
      String origin, HttpServletRequest request, HttpServletResponse response) {
    if (!origins.allows(origin)) {
      if (origins.isOwn(origin, request.getHeader("Host"))) {
        return true;
      }
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origins.answer(origin));
    response.addHeader("Vary", "Origin");
    if (isPreflight(request)) {
      answerPreflight(request, response);
      return false;
    }
    response.setHeader(
        "Access-Control-Expose-Headers", "ETag, Location, Retry-After, X-Request-Id");
    return true;
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private void answerPreflight(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Access-Control-Allow-Methods", "DELETE, GET, HEAD, PATCH, POST");
    response.setHeader("Access-Control-Max-Age", "7200");
    response.addHeader("Vary", "Access-Control-Request-Headers");
    String wanted = request.getHeader("Access-Control-Request-Headers");
    if (wanted != null) {
      response.setHeader("Access-Control-Allow-Headers", origins.allowedHeaders(wanted));
    }
  }
}
