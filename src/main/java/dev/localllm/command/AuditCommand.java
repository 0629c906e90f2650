package dev.localllm.command;

import picocli.CommandLine.Command;

@Command(description = "Looks after the audit log.", synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {}
