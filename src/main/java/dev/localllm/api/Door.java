package dev.localllm.api;

import dev.localllm.access.Access;
import dev.localllm.access.Caller;
import dev.localllm.access.ClientAddress;
import dev.localllm.access.Credentials;
import dev.localllm.access.Decision.Admitted;
import dev.localllm.access.Decision.Refused;
import dev.localllm.access.Scope;
import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.GatewayException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets callers in who may do what they ask for. Does not block. */
@ApplicationScoped
public class Door {

  @Inject Access access;
  @Inject ClientAddress addresses;

  /**
   * Finds out who calls and remembers it with the request.
   *
   * @param scopes one of which the caller must have; none refuses everybody
   * @throws GatewayException when it may not
   */
  public void enter(HttpServletRequest request, Set<Scope> scopes) {
    Caller caller =
        switch (access.identify(credentials(request), address(request))) {
          case Admitted admitted -> admitted.caller();
          case Refused refused -> throw new GatewayException(refused.error());
        };
    if (scopes.stream().noneMatch(caller::may)) {
      throw new GatewayException(new Forbidden(missing(scopes)));
    }
    request.setAttribute(Callers.ATTRIBUTE, caller);
  }

  /** Where the request comes from. */
  public InetAddress address(HttpServletRequest request) {
    return addresses.of(request.getRemoteAddr(), values(request, "X-Forwarded-For"));
  }

  private Credentials credentials(HttpServletRequest request) {
    return Credentials.of(name -> values(request, name), access.tokenHeader());
  }

  private static List<String> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private static String missing(Set<Scope> scopes) {
    return scopes.isEmpty()
        ? "this is not for callers"
        : "this needs the scope "
            + scopes.stream().map(Scope::label).sorted().collect(Collectors.joining(" or "))
            + ", which the caller does not have";
  }
}
