package dev.localllm.api;

import dev.localllm.access.Scope;
import dev.localllm.pipeline.Entrance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the door before every resource method. A method says by {@link RequiresScope} or {@link
 * OpenToAll} whom it lets in, or else its class does; where neither says anything, nobody may
 * enter.
 */
@Provider
@ApplicationScoped
public class DoorFeature implements DynamicFeature {

  @Inject Door door;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    rule(resource.getResourceMethod(), resource.getResourceClass())
        .ifGuarded(scopes -> context.register(new Guard(door, scopes)));
  }

  /** Whom a method lets in. */
  static Rule rule(AnnotatedElement method, AnnotatedElement type) {
    for (AnnotatedElement place : List.of(method, type)) {
      if (place.isAnnotationPresent(OpenToAll.class)) {
        return new Rule(null);
      }
      RequiresScope needed = place.getAnnotation(RequiresScope.class);
      if (needed != null) {
        return new Rule(Set.of(needed.value()));
      }
    }
    return new Rule(Set.of());
  }

  /** The scopes of which one is needed; null where everybody may enter. */
  record Rule(@Nullable Set<Scope> scopes) {

    void ifGuarded(Consumer<Set<Scope>> guard) {
      if (scopes != null) {
        guard.accept(scopes);
      }
    }
  }

  /**
   * The door of one method: whoever comes in by it is counted, whatever the method does. Answers
   * tell where the caller stands.
   */
  static final class Guard implements ContainerRequestFilter, ContainerResponseFilter {

    private final Door door;
    private final Set<Scope> scopes;

    @Context HttpServletRequest request;

    Guard(Door door, Set<Scope> scopes) {
      this.door = door;
      this.scopes = scopes;
    }

    @Override
    public void filter(ContainerRequestContext context) {
      door.enter(request, scopes);
    }

    @Override
    public void filter(ContainerRequestContext context, ContainerResponseContext answer) {
      if (context.getProperty(Callers.ENTRANCE) instanceof Entrance entrance) {
        entrance.close();
        entrance.headers().forEach(answer.getHeaders()::putSingle);
      }
    }
  }
}
