package dev.localllm.protocol.openai;

import dev.localllm.chat.Flaw;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayException;
import dev.localllm.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Typed access to the fields of an object in a request. {@code null} in JSON counts as absent. All
 * methods throw {@link GatewayError.Invalid}, with the field's path, on a value that does not fit.
 */
final class JsonFields {

  private final ObjectNode object;
  private final String path;

  private JsonFields(ObjectNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The fields of a request's body, none of them unknown to {@code table} or refused by it. */
  static JsonFields of(byte[] body, FieldTable table) {
    ObjectNode object = Json.object(body);
    table.check(object, "");
    return new JsonFields(object, "");
  }

  /** Where a field stands in the body: {@code messages[2].role}. */
  String path(String name) {
    return path + name;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  @Nullable JsonNode node(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String string(String name) {
    JsonNode value = node(name);
    if (value != null && !value.isString()) {
      throw type(name, "a string");
    }
    return value == null ? null : value.stringValue();
  }

  String requiredString(String name) {
    String value = string(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  /** The string, refused when it is longer than {@code most} chars. */
  @Nullable String string(String name, int most) {
    String value = string(name);
    if (value != null && value.length() > most) {
      throw invalid(name, "must have at most " + most + " characters");
    }
    return value;
  }

  /** The value, false when absent. */
  boolean flag(String name) {
    JsonNode value = node(name);
    if (value != null && !value.isBoolean()) {
      throw type(name, "true or false");
    }
    return value != null && value.booleanValue();
  }

  @Nullable Integer integer(String name, int least, int most) {
    Long value = integer(name, (long) least, most);
    return value == null ? null : Math.toIntExact(value);
  }

  @Nullable Long integer(String name, long least, long most) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()) {
      throw type(name, "an integer");
    }
    if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
      throw invalid(name, "must be from " + least + " to " + most);
    }
    return value.longValue();
  }

  @Nullable Double number(String name, double least, double most) {
    JsonNode value = node(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw type(name, "a number");
    }
    BigDecimal number = value.decimalValue();
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw invalid(name, "must be from " + least + " to " + most);
    }
    return number.doubleValue();
  }

  /** The object's fields, null when absent; unknown ones are refused. */
  @Nullable JsonFields object(String name, FieldTable table) {
    JsonNode value = node(name);
    return value == null ? null : fields(value, path(name), table);
  }

  JsonFields requiredObject(String name, FieldTable table) {
    JsonFields fields = object(name, table);
    if (fields == null) {
      throw missing(name);
    }
    return fields;
  }

  /** The objects of an array, none when it is absent. */
  List<JsonFields> objects(String name, int most, FieldTable table) {
    JsonNode array = node(name);
    if (array == null) {
      return List.of();
    }
    if (!array.isArray()) {
      throw type(name, "an array");
    }
    if (array.size() > most) {
      throw invalid(name, "must have at most " + most + " elements, not " + array.size());
    }
    List<JsonFields> result = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      result.add(fields(element, path(name) + "[" + result.size() + "]", table));
    }
    return result;
  }

  /** A string, or an array of at most {@code most} strings; none when absent. */
  List<String> strings(String name, int most) {
    JsonNode value = node(name);
    if (value == null) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
      throw type(name, "a string or an array of strings");
    }
    if (value.size() > most) {
      throw invalid(name, "must have at most " + most + " elements, not " + value.size());
    }
    return value.valueStream().map(JsonNode::stringValue).toList();
  }

  GatewayException type(String name, String wanted) {
    return error(name, "must be " + wanted, Flaw.TYPE);
  }

  GatewayException missing(String name) {
    return error(name, "is missing", Flaw.MISSING);
  }

  GatewayException invalid(String name, String why) {
    return error(name, why, Flaw.VALUE);
  }

  GatewayException unsupported(String name, String why) {
    return new GatewayException(new GatewayError.Unsupported(path(name) + " " + why, path(name)));
  }

  private GatewayException error(String name, String why, Flaw flaw) {
    return new GatewayException(new GatewayError.Invalid(path(name) + " " + why, path(name), flaw));
  }

  private static JsonFields fields(JsonNode value, String path, FieldTable table) {
    if (value instanceof ObjectNode object) {
      table.check(object, path + ".");
      return new JsonFields(object, path + ".");
    }
    throw new GatewayException(
        new GatewayError.Invalid(path + " must be an object", path, Flaw.TYPE));
  }
}
