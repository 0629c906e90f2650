package dev.localllm.api;

import dev.localllm.chat.GatewayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Words errors that a resource method threw before it suspended the request. */
@Provider
public class GatewayExceptionMapper implements ExceptionMapper<GatewayException> {

  @Context HttpServletRequest request;

  @Override
  public Response toResponse(GatewayException exception) {
    return ErrorResponses.of(Dialects.of(request.getRequestURI()), exception.error());
  }
}
