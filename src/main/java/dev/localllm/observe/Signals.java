package dev.localllm.observe;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Catches the signals that ask the process to end. The server's own handling of them closes the
 * port at once; a shutdown hook would run beside that and so come too late. The JDK has no other
 * way than {@code sun.misc.Signal}, reached by name because the compiler refuses to be silent about
 * it. Thread-safe.
 */
final class Signals implements AutoCloseable {

  private final MethodHandle handle;
  private final Map<Object, Object> before = new LinkedHashMap<>();

  /**
   * Runs {@code action} on each of them.
   *
   * @throws IllegalStateException where signals cannot be caught ({@code java -Xrs})
   */
  Signals(List<String> names, Runnable action) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> signal = lookup.findClass("sun.misc.Signal");
      Class<?> handler = lookup.findClass("sun.misc.SignalHandler");
      handle = lookup.findStatic(signal, "handle", methodType(handler, signal, handler));
      MethodHandle run =
          lookup.findVirtual(Runnable.class, "run", methodType(void.class)).bindTo(action);
      Object ours =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      for (String name : names) {
        Object caught = signal.getConstructor(String.class).newInstance(name);
        before.put(caught, swap(caught, ours));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives the signals back to whoever handled them before. */
  @Override
  public void close() {
    before.forEach(this::swap);
  }

  private Object swap(Object signal, Object handler) {
    try {
      return handle.invoke(signal, handler);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
