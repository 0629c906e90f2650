package dev.localllm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Regular expressions that repeat a group need a level of the stack for each repetition, and some
 * take quadratic time: none of ours may do either, however long the text.
 */
class HostileTextTest {

  /** Several times what the stack bears of a group repeated. */
  private static final int LENGTH = 1 << 15;

  /** What some expression of ours would like to repeat, or look for again and again. */
  static final List<String> PIECES =
      List.of(
          "1h",
          "1.5ms",
          "1",
          "a",
          "A",
          ".",
          ",",
          ":",
          "-",
          "_",
          "/",
          "*",
          " ",
          "\n",
          "\\",
          "\"",
          "\"a\",",
          "\"a\" , ",
          "a=b",
          "a,b",
          "a.b",
          "a/b",
          "[",
          "[a]",
          "(",
          "{",
          "@",
          "?a",
          "\u00e4",
          "\u202e",
          "\ud83d\ude00",
          "FROM /",
          "ADAPTER /a/",
          "ADAPTER C:\\a\\",
          "#",
          " #",
          "export ",
          "W/\"a\"",
          "http://",
          "1:2:3:",
          "::",
          "ffff:",
          "%41");

  /** How it might begin so that the repetition is reached. */
  static final List<String> BEGINNINGS = List.of("", "[\"a\",", "A=");

  static List<Field> patterns() {
    return new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("dev.localllm").stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
            .map(JavaField::reflect)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noTextIsTooLong(Field field) throws Exception {
    field.setAccessible(true);
    Pattern pattern = (Pattern) field.get(null);
    List<String> overflowing = new ArrayList<>();
    for (String piece : PIECES) {
      String middle = piece.repeat(LENGTH / piece.length());
      for (String begin : BEGINNINGS) {
        // in vain at last: the matcher goes back through all of it
        String text = begin + middle + "\u0000";
        try {
          pattern.matcher(text).matches();
        } catch (StackOverflowError e) {
          overflowing.add(begin + piece + "…");
        }
      }
    }
    assertThat(overflowing).as(field + ": " + pattern).isEmpty();
  }
}
