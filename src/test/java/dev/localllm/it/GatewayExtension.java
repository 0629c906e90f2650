package dev.localllm.it;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.localllm.fake.FakeOllama;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.microshed.testing.ManuallyStartedConfiguration;

/**
 * Gives tests the gateway ({@link Gateway}, {@link GatewayProcess}) and what is behind it ({@link
 * FakeOllama}). Gateways with equal settings are one, with a fake of their own; all stop after the
 * last test.
 */
final class GatewayExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(GatewayExtension.class);
  private static final List<Class<?>> OFFERED =
      List.of(Gateway.class, GatewayProcess.class, FakeOllama.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return OFFERED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    Class<?> wanted = parameter.getParameter().getType();
    ManuallyStartedConfiguration manual = new ManuallyStartedConfiguration();
    List<String> settings = settings(context.getRequiredTestClass());
    if (wanted.equals(FakeOllama.class)) {
      return fake(store, settings);
    }
    if (!manual.isAvailable()) {
      GatewayProcess process = process(store, settings);
      return wanted.equals(Gateway.class) ? new Gateway(process.url()) : process;
    }
    if (wanted.equals(GatewayProcess.class) || !settings.isEmpty()) {
      return abort("skipped: needs a gateway of its own, not one that runs already");
    }
    return new Gateway(URI.create(manual.getApplicationURL().replaceAll("/$", "")));
  }

  private static List<String> settings(Class<?> test) {
    for (Class<?> type = test; type != null; type = type.getEnclosingClass()) {
      Configured configured = type.getAnnotation(Configured.class);
      if (configured != null) {
        return Arrays.stream(configured.value()).sorted().toList();
      }
    }
    return List.of();
  }

  private static GatewayProcess process(Store store, List<String> settings) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("OLLAMA_BASE_URL", upstream(store, settings).toString());
    environment.put("MODEL_NAME", "tiny-llama");
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    return store.getOrComputeIfAbsent(
        settings, key -> GatewayProcess.start(environment), GatewayProcess.class);
  }

  private static URI upstream(Store store, List<String> settings) {
    if (!real()) {
      return fake(store, settings).url();
    }
    if (!RealOllama.available()) {
      System.err.println("skipped: no ../shared/tools/real-ollama");
      return abort("skipped: no ../shared/tools/real-ollama");
    }
    return store
        .getOrComputeIfAbsent(RealOllama.class, key -> RealOllama.start(), RealOllama.class)
        .url();
  }

  private static FakeOllama fake(Store store, List<String> settings) {
    if (real() || new ManuallyStartedConfiguration().isAvailable()) {
      return abort("skipped: needs the fake Ollama");
    }
    return store.getOrComputeIfAbsent(
        "fake " + settings, key -> FakeOllama.start(), FakeOllama.class);
  }

  private static boolean real() {
    return "real".equals(System.getProperty("it.upstream"));
  }
}
