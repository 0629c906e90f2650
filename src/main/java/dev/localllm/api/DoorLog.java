package dev.localllm.api;

import dev.localllm.audit.Actor;
import dev.localllm.audit.AuditAction;
import dev.localllm.audit.AuditEvent;
import dev.localllm.audit.AuditLog;
import dev.localllm.audit.AuditOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;

/** Tells the audit log what happened at the door. Does not block. */
@ApplicationScoped
public class DoorLog {

  @Inject AuditLog audit;

  /** Somebody was let in because of the network it came from. */
  void byNetwork(Actor caller, InetAddress address, HttpServletRequest request) {
    record(AuditAction.NETWORK_ADMITTED, AuditOutcome.SUCCESS, caller, address, request, Map.of());
  }

  /** Somebody was not let in. */
  void denied(Actor caller, InetAddress address, HttpServletRequest request, String why) {
    record(
        AuditAction.ACCESS_DENIED,
        AuditOutcome.DENIED,
        caller,
        address,
        request,
        Map.of("reason", why));
  }

  private void record(
      AuditAction action,
      AuditOutcome outcome,
      Actor caller,
      InetAddress address,
      HttpServletRequest request,
      Map<String, String> detail) {
    audit.record(
        new AuditEvent(
            InstantSource.system().instant(),
            action,
            outcome,
            caller,
            address.getHostAddress(),
            RequestIds.of(request),
            request.getMethod() + " " + request.getRequestURI(),
            detail));
  }
}
