package dev.localllm.observe;

import dev.localllm.api.CredentialWait;
import dev.localllm.api.ErrorPage;
import dev.localllm.api.Hosts;
import dev.localllm.api.RequestBody;
import dev.localllm.api.RequestHead;
import dev.localllm.api.RequestIdSource;
import dev.localllm.api.RequestIds;
import dev.localllm.api.RequestLine;
import dev.localllm.chat.AccessError.Forbidden;
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
 * its head is malformed, or could be read in two ways, and when it comes by a foreign host name or
 * from a foreign web page.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class Edge extends HttpFilter {

  private static final long serialVersionUID = 1;
  private static final String REQUEST_ID = RequestIds.HEADER;
  private static final String CONNECTION = "Connection";
  private static final String CLOSE = "close";
  private static final Forbidden FOREIGN_PAGE =
      new Forbidden("pages of this origin may not call; ALLOWED_ORIGINS lists those that may");

  @Inject private transient RequestIdSource ids;
  @Inject private transient Hosts hosts;
  @Inject private transient Origins origins;
  @Inject private transient CredentialWait credentials;
  @Inject private transient Traffic traffic;
  @Inject private transient LingeringClose lingering;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = ids.accept(request.getHeader(REQUEST_ID));
    request.setAttribute(RequestIds.ATTRIBUTE, id);
    response.setHeader(REQUEST_ID, id);
    if (traffic.draining()) {
      response.setHeader(CONNECTION, CLOSE);
    }
    Optional<GatewayError> refusal = refusal(request);
    Optional<RequestBody> body = RequestBody.begin(request);
    if (refusal.isPresent()) {
      response.setHeader(CONNECTION, CLOSE);
      ErrorPage.send(request.getRequestURI(), refusal.get(), response);
    } else {
      pass(request, response, chain);
    }
    body.ifPresent(rest -> lingering.handled(rest, request, response));
  }

  private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    if (origin == null || answersTo(origin, request, response)) {
      HttpServletRequest plain = AnyFormat.of(request);
      if (!credentials.holds(plain, response)) {
        chain.doFilter(plain, response);
      }
    }
  }

  private Optional<GatewayError> refusal(HttpServletRequest request) {
    return RequestLine.flaw(request)
        .or(() -> RequestHead.flaw(request))
        .or(() ->
            hosts.admits(request.getHeader("Host"))
                ? Optional.empty()
                : Optional.of(new Forbidden(Hosts.refusal())));
  }

  /** Whether the request may go on; otherwise it has been answered. */
  private boolean answersTo(String origin, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!origins.allows(origin)) {
      if (origins.isOwn(origin, request.getHeader("Host"))) {
        return true;
      }
      ErrorPage.send(request.getRequestURI(), FOREIGN_PAGE, response);
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
