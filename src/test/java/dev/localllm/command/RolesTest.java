package dev.localllm.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.store.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that are asked wrongly, and help. */
class RolesTest {
  @TempDir Path folder;
  private Session session;

  @BeforeEach
  void open() {
    session = new Session(Stores.H2, folder);
  }

  @ParameterizedTest
  @CsvSource(
      // some of the words are in quotes
      quoteCharacter = '"',
      value = {
        "migrate --dryrun, Unknown option: '--dryrun', --dry-run",
        "migrate now, Unmatched argument at index 0: 'now', Usage:",
        "audit, Missing required subcommand, verify",
        "audit verfy, Unmatched argument at index 0: 'verfy', verify",
        "audit verify --jsno, Unknown option: '--jsno', --json",
        "keys, Missing required subcommand, create",
        "keys create --name a, Missing required option: '--owner=<owner>', Usage:",
        "keys create --name a --owner b --soft, --budget, Usage:",
        "keys create --name a --owner b --rpm x, 'x' is not an int, Usage:",
        "keys create --name a --owner b --scopes root, 'root' is none of inference, usage:read",
        "keys create --name a --owner b --expires soon, 'soon' is not such as 0s, Usage:",
        "keys create --name a --owner b --expires 2026-13-01, is neither a date, Usage:",
        "keys rotate, Missing required parameter: 'NAME', Usage:",
        "keys rotate a --overlap 1y, '1y' is not such as 0s, Usage:",
      })
  void whatIsAskedWronglyIsRefusedWithAHint(String command, String complaint, String hint) {
    assertThat(run(command)).isEqualTo(2);
    assertThat(session.errors()).contains(complaint, hint);
    assertThat(session.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "migrate --help, Usage: ROLE=migrate local-llm-server [-h] [--dry-run]",
    "audit -h, Usage: ROLE=audit local-llm-server [-h] COMMAND",
    "audit verify --help, Usage: ROLE=audit local-llm-server verify",
    "keys --help, revoke",
    "keys create --help, --concurrency",
    "keys list --help, --json",
    "keys rotate --help, --overlap",
    "keys revoke --help, NAME",
  })
  void everyCommandExplainsItself(String command, String text) {
    assertThat(run(command)).isZero();
    assertThat(session.out()).contains(text, "Show this text.");
    assertThat(session.errors()).isEmpty();
  }

  @Test
  void aRoleWithoutCommandsIsRefused() {
    assertThat(session.run("api")).isEqualTo(64);
  }

  private int run(String command) {
    List<String> words = List.of(command.split(" "));
    return session.run(words.getFirst(), words.stream().skip(1).toArray(String[]::new));
  }
}
