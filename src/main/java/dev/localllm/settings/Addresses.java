package dev.localllm.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of values that name a place on the network. */
final class Addresses {
  static final String ANY_ORIGIN = "*";

  private static final String URL =
      "with a host, without user-info, query and fragment, such as http://localhost:11434";

  /** A JSON array of strings without escapes, which no origin needs. */
  private static final Pattern JSON_STRINGS =
      Pattern.compile("\\[\\s*(\"[^\"\\\\]*\"\\s*(?:,\\s*\"[^\"\\\\]*\"\\s*)*+)?]");

  private Addresses() {}

  static Kind<URI> url() {
    return new Kind<>("an http or https URL " + URL, Addresses::baseUrl);
  }

  static Kind<List<URI>> urls() {
    return new Kind<>(
        "http or https URLs, separated by commas, each " + URL,
        text -> Kinds.list(text, Addresses::baseUrl));
  }

  static Kind<List<String>> origins() {
    return new Kind<>(
        "origins scheme://host[:port], separated by commas or as a JSON array of strings; * alone,"
            + " for all, only in local",
        Addresses::originList);
  }

  private static List<String> originList(String text) {
    if (!text.startsWith("[")) {
      return alone(Kinds.list(text, Addresses::origin));
    }
    if (!JSON_STRINGS.matcher(text).matches()) {
      throw new Kind.Unfit("this starts with [ and is not a JSON array of strings");
    }
    return alone(Kinds.list(text.replaceAll("[\\[\\]\"]", ""), Addresses::origin));
  }

  private static List<String> alone(List<String> origins) {
    if (origins.contains(ANY_ORIGIN) && origins.size() > 1) {
      throw new Kind.Unfit("* stands beside other origins");
    }
    return origins;
  }

  private static URI baseUrl(String text) {
    if (!text.contains("://")) {
      throw new Kind.Unfit("http:// or https:// is missing");
    }
    URI uri = uri(text);
    if (!Set.of("http", "https").contains(scheme(uri))
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new Kind.Unfit("");
    }
    return URI.create(scheme(uri) + text.substring(text.indexOf(':')).replaceFirst("/+$", ""));
  }

  /** In the spelling of browsers: lower case, and no port that goes without saying. */
  private static String origin(String text) {
    if (text.equals(ANY_ORIGIN)) {
      return text;
    }
    URI uri = uri(text);
    String origin = scheme(uri) + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT);
    if (uri.getRawUserInfo() != null || !origin.equals(text.toLowerCase(Locale.ROOT))) {
      throw new Kind.Unfit("an origin ends after the host or the port");
    }
    return origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null || uri.getHost() == null) {
        throw new Kind.Unfit("");
      }
      if (uri.getPort() == 0 || uri.getPort() > 65535 || uri.getRawAuthority().endsWith(":")) {
        throw new Kind.Unfit("a port is a number from 1 to 65535");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new Kind.Unfit("");
    }
  }

  private static String scheme(URI uri) {
    return uri.getScheme().toLowerCase(Locale.ROOT);
  }
}
