package dev.localllm.protocol.openai;

import java.util.List;
import java.util.Locale;

/** Words {@code docs/compatibility.md} from the tables that the readers obey. */
final class CompatibilityPage {

  private static final List<FieldTable> TABLES =
      List.of(
          ChatFields.BODY,
          MessageFields.MESSAGE,
          MessageFields.PART,
          MessageFields.IMAGE,
          MessageFields.AUDIO,
          MessageFields.TOOL_CALL,
          MessageFields.CALLED_FUNCTION,
          ChatFields.TOOL,
          ChatFields.FUNCTION,
          ChatFields.RESPONSE_FORMAT,
          ChatFields.JSON_SCHEMA,
          ChatFields.REASONING,
          CommonFields.STREAM_OPTIONS,
          CompletionFields.COMPLETION,
          CompletionFields.EMBEDDING);

  private static final String START =
      """
      # Compatibility

      What becomes of each field that a client sends. `CompatibilityPageTest` makes this page from
      the code; change the code, then copy `target/compatibility.md` here.

      ## Ollama's native API

      `POST /api/chat`, `/api/generate`, `/api/embed`, `/api/embeddings`: the body is forwarded byte
      for byte, whatever fields it has, and so is the answer. The gateway itself looks at

      | field | use |
      |---|---|
      | `model` | replaced by the routed model's name; inserted (`MODEL_NAME`) when absent |
      | `stream` | absent means `true`, except for embeddings |
      | `messages`, `prompt` | none: Ollama only loads the model and answers in one piece |

      Refused with 400: bodies that are not one JSON object in UTF-8, `model` or `stream` of a wrong
      type, model names of more than 512 characters or with control characters, a name that stands
      twice in the object, in whatever case, and `model`, `stream`, `messages`,
      `prompt`, `options`, `suffix` or `images` in other than lower case (Ollama passes over case and
      takes the last of several values, so that it would read another request than was checked). In
      silent phases a stream may carry spaces in front of a line: legal JSON.

      ### Managing models

      `POST /api/pull`, `/api/push`, `/api/create`, `/api/copy` and `DELETE /api/delete` go to the
      first server of `OLLAMA_BASE_URL` byte for byte, and so do their answers; no model is filled
      in. The gateway itself looks at

      | field | use |
      |---|---|
      | `model`, `name` | `pull`, `push`, `create`, `delete`: the audit log |
      | `source`, `destination` | `copy`: likewise |
      | `from` | `create`: may not be the built-in model `sample` |
      | `stream` | `pull`, `push`, `create`: absent means `true` |

      Refused with 400: what is refused above, and any name that means the
      built-in model `sample`. Progress that ends without `{"status":"success"}` in its last line
      ends with an error line. A client that wants no stream is not missed when it leaves: Ollama
      goes on until it is done or `MANAGEMENT_TIMEOUT` is over.

      `HEAD` and `POST /api/blobs/sha256:…`: the digest must have 64 hexadecimal digits. A blob
      that Ollama has already is answered with 200 and not sent to it again.

      ## OpenAI's API

      Every request is translated to Ollama's native API. A field that is in no table is refused
      with 400, code `unknown_parameter`, and a field whose value is `null` counts as absent. What
      was not sent is not sent to Ollama either: the model's own defaults hold.

      * **translated** – has its full effect
      * **extension** – not OpenAI's; gives access to what only Ollama has
      * **ignored** – accepted without effect, for the reason given
      * **refused** – 400, code `unsupported_parameter`, unless the value is one that says nothing

      Differences in the answers:

      * `model` is the name that the backend tells.
      * A model's thoughts are in `reasoning`, beside `content`, in messages and deltas.
      * A tool call comes whole, in one delta.
      * A stream that breaks ends with `data: {"error":{…}}` and without `[DONE]`.
      * Completions: `max_tokens` has no default (OpenAI's is 16). The prompt gets the model's
        template, as with Ollama's own `/v1/completions`; `COMPLETIONS_RAW=true` hands it over as it
        is, as OpenAI means it. Thinking is off, since the answer has no place for it.
      * Several text parts of a message are joined without anything in between; pictures lose their
        place among them.
      """;

  private CompatibilityPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(START);
    for (FieldTable table : TABLES) {
      page.append("\n### ").append(table.title()).append("\n\n");
      page.append("| field | fate | |\n|---|---|---|\n");
      for (FieldTable.Rule rule : table.rules()) {
        page.append("| `").append(rule.name()).append("` | ");
        page.append(rule.fate().name().toLowerCase(Locale.ROOT)).append(" | ");
        page.append(rule.note().replace("|", "\\|")).append(" |\n");
      }
    }
    return page.toString();
  }
}
