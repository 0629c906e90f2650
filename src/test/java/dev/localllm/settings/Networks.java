package dev.localllm.settings;

import java.util.Arrays;
import java.util.List;

/** Networks for tests. */
public final class Networks {

  private Networks() {}

  public static List<Network> of(String... blocks) {
    return Arrays.stream(blocks).map(Network::parse).toList();
  }
}
