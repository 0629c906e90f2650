package dev.localllm.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.GeneratedFile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {

  private static final Path PAGE = Path.of("docs/compatibility.md");

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    GeneratedFile.check(PAGE, CompatibilityPage.text(), CompatibilityPageTest.class);
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
