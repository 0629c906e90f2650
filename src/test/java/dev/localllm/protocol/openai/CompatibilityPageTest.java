package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    String wanted = CompatibilityPage.text();
    Path page = Path.of("docs/compatibility.md");
    String found = Files.exists(page) ? Files.readString(page) : "";
    if (!found.equals(wanted)) {
      Files.writeString(Path.of("target/compatibility.md"), wanted);
    }
    assertThat(found)
        .as("docs/compatibility.md is out of date; target/compatibility.md is the new one")
        .isEqualTo(wanted);
  }

  @Test
  void noFieldIsListedTwiceAndEachTableIsOnThePage() throws IllegalAccessException {
    String page = CompatibilityPage.text();
    for (Class<?> owner : List.of(ChatFields.class, MessageFields.class, CompletionFields.class)) {
      for (Field field : owner.getDeclaredFields()) {
        if (field.get(null) instanceof FieldTable table) {
          assertThat(table.rules()).extracting(FieldTable.Rule::name).doesNotHaveDuplicates();
          assertThat(page).contains("### " + table.title() + "\n");
        }
      }
    }
  }
}
