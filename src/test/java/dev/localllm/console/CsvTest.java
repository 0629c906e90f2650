package dev.localllm.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4180, and nothing that a spreadsheet would run. */
class CsvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain       | plain",
        "`a b`       | `a b`",
        "12.5        | 12.5",
        "a,b         | \"a,b\"",
        "say \"x\"   | \"say \"\"x\"\"\"",
        "=1+1        | \"'=1+1\"",
        "+1          | \"'+1\"",
        "-1          | \"'-1\"",
        "@SUM(A1)    | \"'@SUM(A1)\"",
        "＝1+1       | \"'＝1+1\"",
        "=a\"b       | \"'=a\"\"b\"",
        "a=b         | a=b",
        "``          | ``"
      })
  void aCellIsNoFormula(String cell, String written) {
    assertThat(Csv.row(List.of(cell))).isEqualTo(written + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({"'\t=1'", "'\r=1'", "'\n=1'"})
  void norIsOneAfterASpaceOfAnyKind(String cell) {
    assertThat(Csv.row(List.of(cell))).isEqualTo("\"'" + cell + "\"\r\n");
  }

  @ParameterizedTest
  @CsvSource("a,b")
  void cellsStandInARow(String first, String second) {
    assertThat(Csv.row(List.of(first, second, ""))).isEqualTo("a,b,\r\n");
  }
}
