import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what is wrong with an answer. */
final class Judge {

  private static final List<String> INSIDES =
      List.of(
          "dev.localllm", "java.", "jakarta.", "com.ibm", "Exception", "\tat ", "SRVE", "RESTEASY");

  private final Case sent;
  private final Exchange got;
  private final int status;

  private Judge(Case sent, Exchange got) {
    this.sent = sent;
    this.got = got;
    status = got.answered() ? got.head().status() : 0;
  }

  /** What is wrong; empty when all is well. */
  static Optional<String> verdict(Case sent, Exchange got) {
    return Optional.of(new Judge(sent, got).finding()).filter(finding -> !finding.isEmpty());
  }

  private String finding() {
    if (got.timedOut()) {
      return got.trouble();
    }
    if (!got.answered() || !got.trouble().isEmpty()) {
      return mayBeCut() ? "" : got.trouble();
    }
    if (got.head().text().contains("\r\nX-Injected")) {
      return "a header could be injected";
    }
    for (String word : INSIDES) {
      if (got.body().contains(word) && !sent.escaped().contains(word.strip())) {
        return "the answer tells insides: " + word;
      }
    }
    if (status >= 500 && !mayFail()) {
      return "status " + status;
    }
    if (sent.demand() == Case.Demand.SUCCESS && status != 200) {
      return "status " + status + " for a good request";
    }
    if (sent.demand() == Case.Demand.REFUSAL || sent.method().equals("HEAD")) {
      return "";
    }
    return status >= 400 ? error() : success();
  }

  private boolean mayBeCut() {
    return switch (sent.demand()) {
      case NO_FAULT_OR_CUT, REFUSAL -> true;
      case SUCCESS, NO_FAULT, ANY_SHAPE -> false;
    };
  }

  /** Whether a status from 500 can be right: the upstream's, or HTTP's own about versions. */
  private boolean mayFail() {
    return switch (sent.demand()) {
      case ANY_SHAPE -> true;
      case REFUSAL -> status == 501 || status == 505;
      case SUCCESS, NO_FAULT, NO_FAULT_OR_CUT -> false;
    };
  }

  private String error() {
    if (sent.ofTheServer()) {
      return "";
    }
    if (got.body().isBlank()) {
      return "status " + status + " without a body";
    }
    boolean plain = (status == 404 || status == 405) && type().startsWith("text/plain");
    if (plain && !sent.openAi()) {
      return "";
    }
    try {
      Object error = ((Map<?, ?>) Json.parse(got.body())).get("error");
      if (sent.openAi()) {
        error = ((Map<?, ?>) error).get("message");
      }
      return error instanceof String text && !text.isBlank() ? "" : "an error without a message";
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      return "status " + status + " without the error of the dialect";
    }
  }

  private String success() {
    if (status == 204) {
      return "";
    }
    String body = got.body().strip();
    try {
      if (type().startsWith("text/event-stream")) {
        String last = body.substring(body.lastIndexOf("data:") + 5).strip();
        return last.equals("[DONE]") ? "" : broken(last);
      }
      if (type().startsWith("application/x-ndjson")) {
        String last = body.substring(body.lastIndexOf('\n') + 1);
        Map<?, ?> line = (Map<?, ?>) Json.parse(last);
        return Boolean.TRUE.equals(line.get("done")) ? "" : broken(last);
      }
      if (type().startsWith("application/json")) {
        Json.parse(body);
      }
      return "";
    } catch (IllegalArgumentException | ClassCastException e) {
      return "an answer that cannot be read: " + e.getMessage();
    }
  }

  /** A stream may end with an error if the upstream was to blame. */
  private String broken(String last) {
    boolean error = ((Map<?, ?>) Json.parse(last)).containsKey("error");
    return error && sent.demand() == Case.Demand.ANY_SHAPE ? "" : "a stream without its end";
  }

  private String type() {
    String head = got.head().text();
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-type:");
    return at < 0 ? "" : head.substring(at + 15, head.indexOf('\r', at + 2)).strip();
  }
}
