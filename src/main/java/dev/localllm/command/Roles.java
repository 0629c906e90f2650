package dev.localllm.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The roles and their commands. */
final class Roles {
  static final String PROGRAM = "local-llm-server";

  /** {@code EX_USAGE} of sysexits.h. */
  private static final int NO_SUCH_ROLE = 64;

  private Roles() {}

  /** Runs what {@code arguments} ask of {@code role}; returns the exit code. */
  static int run(String role, List<String> arguments, Workplace workplace) {
    CommandLine line;
    switch (role) {
      case "migrate" -> line = new CommandLine(new MigrateCommand(workplace));
      case "warmup" -> line = new CommandLine(new WarmupCommand(workplace));
      case "audit" ->
          line =
              new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(workplace));
      case "keys" ->
          line =
              new CommandLine(new KeysCommand())
                  .addSubcommand(new KeysCreateCommand(workplace))
                  .addSubcommand(new KeysListCommand(workplace))
                  .addSubcommand(new KeysRotateCommand(workplace))
                  .addSubcommand(new KeysRevokeCommand(workplace));
      default -> {
        workplace.errors().println("there is no role " + role + " with commands");
        return NO_SUCH_ROLE;
      }
    }
    addHelp(line);
    return line.setCommandName("ROLE=" + role + " " + PROGRAM)
        .setOut(workplace.out())
        .setErr(workplace.errors())
        .setExecutionExceptionHandler(new Failures())
        .execute(arguments.toArray(String[]::new));
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this text.")
                .build());
    line.getSubcommands().values().forEach(Roles::addHelp);
  }
}
