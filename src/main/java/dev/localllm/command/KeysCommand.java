package dev.localllm.command;

import picocli.CommandLine.Command;

@Command(description = "Manages API keys.", synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {}
