package dev.localllm.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  @Test
  void theIdIsTheOneThatTheEdgeLeft() {
    assertThat(RequestIds.of(request(Map.of(RequestIds.ATTRIBUTE, "req_1")))).isEqualTo("req_1");
  }

  @Test
  void beforeTheEdgeItIsUnknown() {
    assertThat(RequestIds.of(request(Map.of()))).isEqualTo("unknown");
    assertThat(RequestIds.of(request(Map.of(RequestIds.ATTRIBUTE, 7)))).isEqualTo("unknown");
  }

  /** A request that has nothing but attributes. */
  private static HttpServletRequest request(Map<String, Object> attributes) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RequestIdsTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getAttribute")) {
                return attributes.get(arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
