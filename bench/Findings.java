import java.util.Map;
import java.util.TreeMap;

/** Prints what was found, and of each sort only the first few. Thread-safe. */
final class Findings {

  private static final int SHOWN_OF_A_SORT = 3;

  private final String replay;
  private final Map<String, Integer> sorts = new TreeMap<>();
  private int count;

  /** {@code replay} is the command that repeats a case when its index follows. */
  Findings(String replay) {
    this.replay = replay;
  }

  synchronized void add(Case sent, Exchange got, String finding) {
    count++;
    if (sorts.merge(sent.kind() + ": " + finding, 1, Integer::sum) <= SHOWN_OF_A_SORT) {
      System.out.println("FINDING " + sent.kind() + ": " + finding);
      System.out.println("  replay: " + replay + " --index " + sent.index());
      show(sent, got);
    }
  }

  synchronized void add(String finding) {
    count++;
    sorts.merge(finding, 1, Integer::sum);
    System.out.println("FINDING " + finding);
  }

  /** What is the same for many, and what one of them was like. */
  synchronized void add(String sort, String detail) {
    count++;
    if (sorts.merge(sort, 1, Integer::sum) <= SHOWN_OF_A_SORT) {
      System.out.println("FINDING " + sort + ": " + detail);
    }
  }

  static void show(Case sent, Exchange got) {
    System.out.println("  sent (" + sent.manner() + "): " + sent.escaped());
    String body = got.body();
    System.out.println(
        "  got: "
            + got.head().text().strip().replace("\r\n", " | ")
            + "\n       "
            + body.substring(0, Math.min(body.length(), 1000))
            + " "
            + got.trouble());
  }

  synchronized int count() {
    return count;
  }

  synchronized void summarize() {
    System.out.println(count + " findings");
    sorts.forEach((sort, times) -> System.out.println("  " + times + " × " + sort));
  }
}
