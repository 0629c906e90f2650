import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Spoils JSON at a random place. */
final class Mutations {

  /** A place for a value. */
  private record Slot(Object container, Object key) {

    @SuppressWarnings("unchecked")
    void put(Object value) {
      if (container instanceof List<?> list) {
        ((List<Object>) list).set((Integer) key, value);
      } else {
        ((Map<Object, Object>) container).put(key, value);
      }
    }

    Object value() {
      return container instanceof List<?> list
          ? list.get((Integer) key)
          : ((Map<?, ?>) container).get(key);
    }

    void remove() {
      if (container instanceof List<?> list) {
        list.remove((int) (Integer) key);
      } else {
        ((Map<?, ?>) container).remove(key);
      }
    }
  }

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Object strange() {
    return copy(any(OddValues.VALUES));
  }

  private static Object copy(Object value) {
    return switch (value) {
      case Map<?, ?> members -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        members.forEach((name, member) -> copy.put(name, copy(member)));
        yield copy;
      }
      case List<?> items -> {
        List<Object> copy = new ArrayList<>();
        items.forEach(item -> copy.add(copy(item)));
        yield copy;
      }
      default -> value;
    };
  }

  /** Changes something within {@code body}. */
  void spoil(Map<String, Object> body) {
    List<Slot> slots = new ArrayList<>();
    collect(body, slots);
    if (slots.isEmpty()) {
      body.put(any(OddValues.NAMES), strange());
      return;
    }
    Slot slot = any(slots);
    switch (random.nextInt(12)) {
      case 0 -> slot.remove();
      case 1 -> body.put(any(OddValues.NAMES), strange());
      case 2 -> slot.put(deep());
      case 3 -> slot.put("x".repeat(1 << random.nextInt(18)));
      case 4 -> slot.put(any(slots).value() instanceof String text ? text : strange());
      case 5 -> slot.put(copy(List.of(slot.value(), slot.value())));
      case 6 -> twice(slot);
      case 7 -> shout(slot);
      default -> slot.put(strange());
    }
  }

  private Json.Raw deep() {
    int depth = 1 << random.nextInt(16);
    return random.nextBoolean()
        ? new Json.Raw("[".repeat(depth) + "]".repeat(depth))
        : new Json.Raw("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
  }

  /** Gives a member twice. */
  private void twice(Slot slot) {
    if (slot.key() instanceof String name) {
      slot.put(
          new Json.Raw(JsonText.of(slot.value()) + ",\"" + name + "\":" + JsonText.of(strange())));
    } else {
      slot.remove();
    }
  }

  /** Writes a name in upper case. */
  @SuppressWarnings("unchecked")
  private void shout(Slot slot) {
    if (slot.key() instanceof String name) {
      Object value = slot.value();
      slot.remove();
      ((Map<Object, Object>) slot.container()).put(name.toUpperCase(Locale.ROOT), value);
    } else {
      slot.put(strange());
    }
  }

  private static void collect(Object value, List<Slot> slots) {
    switch (value) {
      case Map<?, ?> members ->
          members.forEach((name, member) -> {
            slots.add(new Slot(members, name));
            collect(member, slots);
          });
      case List<?> items -> {
        for (int i = 0; i < items.size(); i++) {
          slots.add(new Slot(items, i));
          collect(items.get(i), slots);
        }
      }
      default -> {}
    }
  }
}
