package dev.localllm.command;

import dev.localllm.settings.KeyTrust;
import dev.localllm.settings.Settings;
import dev.localllm.settings.Storage;

/** The settings that commands need. */
record Setup(Storage storage, KeyTrust keys) {

  static Setup of(Settings settings) {
    return new Setup(settings.storage(), settings.access().keys());
  }
}
