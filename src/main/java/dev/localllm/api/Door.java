package dev.localllm.api;

import dev.localllm.access.Access;
import dev.localllm.access.Caller;
import dev.localllm.access.ClientAddress;
import dev.localllm.access.Credentials;
import dev.localllm.access.Decision;
import dev.localllm.access.Decision.Admitted;
import dev.localllm.access.Decision.Refused;
import dev.localllm.access.Decision.Undecided;
import dev.localllm.access.Failures;
import dev.localllm.access.Scope;
import dev.localllm.audit.Actor;
import dev.localllm.chat.AccessError.Forbidden;
import dev.localllm.chat.AccessError.RateLimited;
import dev.localllm.chat.AccessError.RateLimited.Measure;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Busy;
import dev.localllm.chat.GatewayException;
import dev.localllm.pipeline.Admission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets callers in who may do what they ask for. Does not block. */
@ApplicationScoped
public class Door {

  private static final Busy NOT_YET =
      new Busy("the credential cannot be checked now; try again soon", Duration.ofSeconds(1));

  @Inject Access access;
  @Inject ClientAddress addresses;
  @Inject Failures failures;
  @Inject DoorLog log;
  @Inject Admission admission;
  @Inject Hosts hosts;

  /**
   * Finds out who calls, counts the request against its limits, and remembers both with the
   * request.
   *
   * @param scopes one of which the caller must have; none refuses everybody
   * @throws GatewayException when it may not
   */
  public void enter(HttpServletRequest request, Set<Scope> scopes) {
    InetAddress address = address(request);
    Caller caller =
        switch (access.identify(credentials(request), address)) {
          case Admitted admitted -> admitted(admitted, address, request);
          case Undecided undecided -> throw new GatewayException(NOT_YET);
          case Refused refused -> throw new GatewayException(refused(refused, address, request));
        };
    if (scopes.stream().noneMatch(caller::may)) {
      String missing = missing(scopes);
      log.denied(caller.actor(), address, request, missing);
      throw new GatewayException(new Forbidden(missing));
    }
    Callers.remember(request, caller, address, admission.entrance(caller));
  }

  /** Who sends the request. */
  Decision decide(HttpServletRequest request) {
    return access.identify(credentials(request), address(request));
  }

  private Caller admitted(Admitted admitted, InetAddress address, HttpServletRequest request) {
    Caller caller = admitted.caller();
    if (admitted.byNetwork()) {
      if (!hosts.accepts(request.getHeader("Host"))) {
        log.denied(caller.actor(), address, request, "foreign Host");
        throw new GatewayException(new Forbidden(Hosts.refusal()));
      }
      log.byNetwork(caller.actor(), address, request);
    }
    return caller;
  }

  /** Addresses that send too many wrong credentials get fewer words; right ones always count. */
  private GatewayError refused(Refused refused, InetAddress address, HttpServletRequest request) {
    String from = address.getHostAddress();
    Duration wait = refused.wrong() ? failures.blockedFor(from) : Duration.ZERO;
    if (!wait.isZero()) {
      return new RateLimited(
          "too many wrong credentials from this address", Measure.FAILURES, wait);
    }
    if (refused.wrong()) {
      failures.wrong(from);
    }
    log.denied(Actor.UNKNOWN, address, request, refused.reason());
    return refused.error();
  }

  private InetAddress address(HttpServletRequest request) {
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
