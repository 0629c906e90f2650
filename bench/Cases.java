import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes cases; the same seed and index always make the same one. */
final class Cases {

  private static final String SCRIPT = "Say it. fake:tokens=3;";
  private static final List<String> FAILURES =
      List.of("status500", "status503", "reset", "half", "unfinished", "error", "garbage");
  private static final List<byte[]> BAD_BYTES =
      List.of(
          new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, new byte[] {0},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
              new byte[] {(byte) 0xe2});
  private static final int STALLS = 4000;
  private static final int GIANTS = 2000;

  private final long index;
  private final RandomGenerator random;
  private final Bodies bodies;

  private Cases(long seed, long index) {
    this.index = index;
    random = new java.util.SplittableRandom(seed * 0x9e3779b97f4a7c15L + index);
    bodies = new Bodies(random);
  }

  static Case of(long seed, long index) {
    return new Cases(seed, index).make();
  }

  private Case make() {
    if (index % STALLS == STALLS / 2) {
      return of("stalled", inference(SCRIPT), Case.Manner.STALLED, Case.Demand.NO_FAULT_OR_CUT);
    }
    if (index % GIANTS == GIANTS / 2) {
      return giant();
    }
    int dice = random.nextInt(100);
    if (dice < 10) {
      return valid();
    }
    if (dice < 50) {
      return spoiled();
    }
    if (dice < 64) {
      return garbled();
    }
    if (dice < 72) {
      Message message = random.nextBoolean() ? inference(SCRIPT) : reading();
      new Oddities(random).unusual(message);
      return of("unusual", message, Case.Manner.WHOLE, Case.Demand.NO_FAULT);
    }
    if (dice < 76) {
      return strangePath();
    }
    if (dice < 86) {
      Message message = random.nextInt(4) > 0 ? inference(SCRIPT) : reading();
      new Oddities(random).broken(message);
      return of("broken", message, Case.Manner.WHOLE, Case.Demand.REFUSAL);
    }
    return sentOddly(dice);
  }

  private Case strangePath() {
    Message message = random.nextBoolean() ? inference(SCRIPT) : reading();
    message.path = new OddPaths(random).path();
    boolean wellFormed = OddPaths.wellFormed(message.path);
    Case.Demand demand = wellFormed ? Case.Demand.NO_FAULT : Case.Demand.REFUSAL;
    return of("strange path", message, Case.Manner.WHOLE, demand);
  }

  private Case sentOddly(int dice) {
    return switch (dice) {
      case 86, 87, 88 ->
          of("cut off", inference(SCRIPT), Case.Manner.CUT_OFF, Case.Demand.NO_FAULT_OR_CUT);
      case 89, 90, 91 ->
          of(
              "left",
              inference("Go on. fake:tokens=50,delay=5;"),
              Case.Manner.LEFT,
              Case.Demand.NO_FAULT_OR_CUT);
      case 92, 93 -> of("twice", inference(SCRIPT), Case.Manner.TWICE, Case.Demand.SUCCESS);
      case 94 -> of("dripped", inference(SCRIPT), Case.Manner.DRIPPED, Case.Demand.SUCCESS);
      default -> failing();
    };
  }

  private Case of(String kind, Message message, Case.Manner manner, Case.Demand demand) {
    return new Case(index, kind, message.method, message.path, message.bytes(), manner, demand);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Message inference(String script) {
    String path = any(Bodies.INFERENCE);
    return new Message("POST", path, JsonText.of(bodies.of(path, script)));
  }

  private Message reading() {
    return new Message(any(Bodies.READING));
  }

  private Case valid() {
    Message message = random.nextInt(4) > 0 ? inference(SCRIPT) : reading();
    return of("valid", message, Case.Manner.WHOLE, Case.Demand.SUCCESS);
  }

  private Case failing() {
    Message message = inference("Fail. fake:tokens=3,fail=" + any(FAILURES) + ";");
    return of("failing upstream", message, Case.Manner.WHOLE, Case.Demand.ANY_SHAPE);
  }

  private Case spoiled() {
    String path = any(Bodies.INFERENCE);
    Map<String, Object> body = bodies.of(path, SCRIPT);
    Mutations mutations = new Mutations(random);
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutations.spoil(body);
    }
    Message message = new Message("POST", path, JsonText.of(body));
    return of("spoiled JSON", message, Case.Manner.WHOLE, Case.Demand.NO_FAULT);
  }

  private Case garbled() {
    Message message = inference(SCRIPT);
    byte[] body = message.body;
    int at = random.nextInt(body.length);
    message.body(
        switch (random.nextInt(6)) {
          case 0 -> Arrays.copyOf(body, at);
          case 1 -> spliced(body, at, any(BAD_BYTES));
          case 2 -> spliced(new byte[0], 0, random(random.nextInt(2000)));
          case 3 -> text(body).getBytes(StandardCharsets.UTF_16);
          case 4 -> ("\ufeff" + text(body)).getBytes(StandardCharsets.UTF_8);
          default -> {
            body[at] = (byte) random.nextInt(256);
            yield body;
          }
        });
    return of("garbled bytes", message, Case.Manner.WHOLE, Case.Demand.NO_FAULT);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] spliced(byte[] body, int at, byte[] piece) {
    byte[] whole = Arrays.copyOf(body, body.length + piece.length);
    System.arraycopy(piece, 0, whole, at, piece.length);
    System.arraycopy(body, at, whole, at + piece.length, body.length - at);
    return whole;
  }

  private Case giant() {
    String path = any(Bodies.INFERENCE);
    Map<String, Object> body = bodies.of(path, SCRIPT);
    switch (random.nextInt(4)) {
      case 0 -> body.put("tools", Bodies.tools(10_000));
      case 1 -> body.put("user", "z".repeat(22 << 20));
      case 2 -> body.put("messages", java.util.Collections.nCopies(20_000, Map.of("role", "user")));
      default -> body.put("stop", java.util.Collections.nCopies(100_000, "x"));
    }
    Message message = new Message("POST", path, JsonText.of(body));
    if (random.nextInt(3) == 0) {
      message.headers.put("Content-Length", Integer.toString(100 << 20));
    }
    return of("giant", message, Case.Manner.WHOLE, Case.Demand.NO_FAULT_OR_CUT);
  }
}
