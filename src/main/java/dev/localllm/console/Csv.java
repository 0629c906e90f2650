package dev.localllm.console;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180), in which no cell is taken for a formula by a spreadsheet. */
final class Csv {
  /** What begins a formula, also in the wide forms that some take for the same. */
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private static final String QUOTED = ",\"\r\n";

  private Csv() {}

  static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quoted = formula || safe.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0);
    return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }
}
