package dev.localllm.command;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs warnings and worse to standard error, a line each; the libraries say more than that. */
final class Warnings extends Formatter {

  static void only() {
    LogManager.getLogManager().reset();
    ConsoleHandler console = new ConsoleHandler();
    console.setLevel(Level.WARNING);
    console.setFormatter(new Warnings());
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(console);
  }

  @Override
  public String format(LogRecord line) {
    return line.getLevel() + " " + formatMessage(line) + System.lineSeparator();
  }
}
