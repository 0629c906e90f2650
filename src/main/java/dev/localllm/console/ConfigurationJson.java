package dev.localllm.console;

import dev.localllm.settings.EffectiveSetting;
import dev.localllm.settings.EffectiveSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings as they are shown. */
final class ConfigurationJson {

  private ConfigurationJson() {}

  static ObjectNode of(EffectiveSettings settings) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (EffectiveSetting setting : settings.all()) {
      ObjectNode item = items.addObject();
      item.put("key", setting.name());
      item.put("topic", setting.topic());
      item.put("value", setting.value());
      item.put("source", setting.source());
      item.put("given_as", setting.givenAs());
    }
    return json;
  }
}
