package dev.localllm.backend;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the sample model is listed. */
final class SampleDescription {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int CONTEXT = 4096;
  private static final String BORN = "2026-11-21T00:00:00Z";
  private static final String DIGEST =
      "5a3e1f6c0d2b49788e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d";

  private SampleDescription() {}

  static ObjectNode tags() {
    ObjectNode model = entry();
    model.withObject("details").put("context_length", CONTEXT).put("embedding_length", 64);
    model.put("modified_at", BORN);
    model.putArray("capabilities").add("completion").add("embedding");
    return listing(model);
  }

  static ObjectNode loaded() {
    return listing(entry().put("size_vram", 0).put("context_length", CONTEXT));
  }

  static ObjectNode show() {
    ObjectNode body = JSON.objectNode();
    body.put("license", "").put("modelfile", "FROM sample\n").put("parameters", "");
    body.put("template", "{{ .Prompt }}");
    body.set("details", details());
    body.putObject("model_info").put("general.architecture", "sample");
    body.putArray("capabilities").add("completion").add("embedding");
    return body.put("modified_at", BORN);
  }

  private static ObjectNode listing(ObjectNode model) {
    ObjectNode body = JSON.objectNode();
    body.putArray("models").add(model);
    return body;
  }

  private static ObjectNode entry() {
    ObjectNode model = JSON.objectNode();
    model
        .put("name", SampleBackend.MODEL + ":latest")
        .put("model", SampleBackend.MODEL + ":latest");
    model.put("size", 0).put("digest", DIGEST);
    model.set("details", details());
    return model;
  }

  private static ObjectNode details() {
    ObjectNode details = JSON.objectNode().put("parent_model", "").put("format", "sample");
    details.put("family", "sample");
    details.putArray("families").add("sample");
    return details.put("parameter_size", "0").put("quantization_level", "none");
  }
}
