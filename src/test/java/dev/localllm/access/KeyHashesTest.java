package dev.localllm.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localllm.settings.KeyTrust.Pepper;
import dev.localllm.settings.Secret;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SEC-1: what is kept of a key. */
class KeyHashesTest {

  private final KeyHashes hashes =
      new KeyHashes(List.of(pepper("new", "Jefe"), pepper("old", "Jefe's grandfather")));

  @Test
  void isAnHmac() {
    // RFC 4231, test case 2
    assertThat(hashes.hash("what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(hashes.pepper()).isEqualTo("new");
  }

  @Test
  void hasOneForEachPepper() {
    assertThat(hashes.all("a secret"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .startsWith(hashes.hash("a secret"));
  }

  @Test
  void doesNotMixUpWhatComesAtTheSameTime() {
    List<String> secrets = IntStream.range(0, 20_000).mapToObj(i -> "secret " + i).toList();
    List<String> oneByOne = secrets.stream().map(hashes::hash).toList();
    assertThat(secrets.parallelStream().map(hashes::hash).toList()).isEqualTo(oneByOne);
  }

  private static Pepper pepper(String id, String secret) {
    return new Pepper(id, new Secret(secret));
  }
}
