package dev.localllm.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.localllm.chat.GatewayError;
import dev.localllm.chat.GatewayError.Invalid;
import dev.localllm.chat.GatewayError.TooLarge;
import dev.localllm.chat.GatewayException;
import dev.localllm.chat.WrongCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingsTest {

  private static final int MOST = 100_000;
  private static final byte[] TEXT = "{\"model\":\"m\",\"n\":[1,2,3]}".repeat(1000).getBytes(UTF_8);

  private final Holding holding = TestSettings.held().of("key_1");

  /** How clients pack. */
  private enum Packing {
    GZIP("gzip"),
    ZLIB("deflate"),
    RAW("deflate"),
    ZSTD("zstd");

    private final String coding;

    Packing(String coding) {
      this.coding = coding;
    }

    private byte[] pack(byte[] plain) {
      var packed = new ByteArrayOutputStream();
      try (OutputStream out = open(packed)) {
        out.write(plain);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return packed.toByteArray();
    }

    private OutputStream open(OutputStream out) throws IOException {
      return switch (this) {
        case GZIP -> new GZIPOutputStream(out);
        case ZLIB -> new DeflaterOutputStream(out);
        case RAW -> new DeflaterOutputStream(out, new Deflater(9, true));
        case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPackedIsUnpacked(Packing packing) {
    assertThat(codings(packing.coding).unpack(packing.pack(TEXT), MOST, holding)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyMayBeAsLongAsTheBound(Packing packing) {
    byte[] packed = packing.pack(TEXT);
    assertThat(codings(packing.coding).unpack(packed, TEXT.length, holding)).isEqualTo(TEXT);
    assertThat(refusal(packing.coding, packed, TEXT.length - 1))
        .isEqualTo(new TooLarge(TEXT.length - 1));
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatBreaksOffAnywhereIsRefused(Packing packing) {
    byte[] packed = packing.pack(TEXT);
    for (int length = 1; length < packed.length; length++) {
      assertThat(refusal(packing.coding, Arrays.copyOf(packed, length), MOST))
          .as("%d of %d bytes", length, packed.length)
          .isInstanceOf(Invalid.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesBehindTheEndAreRefused(Packing packing) {
    byte[] packed = packing.pack(TEXT);
    assertThat(refusal(packing.coding, Arrays.copyOf(packed, packed.length + 1), MOST))
        .isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZLIB", "ZSTD"})
  void aChangedByteIsNoticed(Packing packing) {
    byte[] packed = packing.pack(TEXT);
    packed[packed.length / 2] ^= 1;
    assertThat(refusal(packing.coding, packed, MOST)).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void severalMembersAreOneBody(Packing packing) throws IOException {
    var packed = new ByteArrayOutputStream();
    packed.write(packing.pack(Arrays.copyOf(TEXT, 10)));
    packed.write(packing.pack(Arrays.copyOfRange(TEXT, 10, TEXT.length)));
    assertThat(codings(packing.coding).unpack(packed.toByteArray(), MOST, holding)).isEqualTo(TEXT);
  }

  @Test
  void codingsAreUndoneFromTheLastToTheFirst() {
    byte[] packed = Packing.ZSTD.pack(Packing.RAW.pack(Packing.GZIP.pack(TEXT)));
    assertThat(codings("gzip, deflate", "zstd").unpack(packed, MOST, holding)).isEqualTo(TEXT);
    assertThat(refusal("zstd, deflate, gzip", packed, MOST)).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({"GZIP,X-GZip", "ZSTD,ZSTD", "ZLIB,Deflate"})
  void namesAreReadInAnyCase(Packing packing, String name) {
    assertThat(codings(name).unpack(packing.pack(TEXT), MOST, holding)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "Identity, identity", " , "})
  void aBodyThatIsNotPackedStaysAsItIs(String coding) {
    assertThat(codings(coding).unpack(TEXT, MOST, holding)).isSameAs(TEXT);
    codings(coding).requireNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "compress", "gzip;q=1", "gzip br", "*", "gzip,gzip,gzip,gzip"})
  void whatIsNotUnderstoodIsRefusedAndSaysWhatIs(String coding) {
    assertThatThrownBy(() -> codings(coding))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.error().status()).isEqualTo(415);
              assertThat(e.error().message()).contains("gzip, deflate, zstd");
            });
  }

  @Test
  void aBodyThatIsPassedOnMustNotBePacked() {
    assertThatThrownBy(() -> codings("gzip").requireNone())
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.error()).isInstanceOf(WrongCoding.class));
  }

  @Test
  void noBodyIsNoDamagedOne() {
    assertThat(codings("gzip").unpack(new byte[0], MOST, holding)).isEmpty();
  }

  @Test
  void aZstdFrameThatWantsMoreThan8MegabytesOfHistoryIsRefused() {
    // a raw block of one byte; the window descriptor's exponent is the upper five bits
    assertThat(codings("zstd").unpack(frame(13), MOST, holding)).isEqualTo(new byte[] {'x'});
    assertThat(refusal("zstd", frame(14), MOST)).isInstanceOf(Invalid.class);
    assertThat(refusal("zstd", frame(31), MOST)).isInstanceOf(Invalid.class);
  }

  @Test
  void whatComesOutIsChargedBeforeItIsThere() {
    var budget = new HeldBytes(TEXT.length - 1L, 1L << 40, Duration.ofSeconds(1));
    byte[] packed = Packing.GZIP.pack(TEXT);
    assertThatThrownBy(() -> codings("gzip").unpack(packed, MOST, budget.of("key_1")))
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.error().status()).isEqualTo(503));
    assertThat(budget.held()).isZero();
  }

  private static byte[] frame(int exponent) {
    return new byte[] {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (exponent << 3), 9, 0, 0, 'x'
    };
  }

  private static ContentCodings codings(String... headers) {
    return ContentCodings.of(List.of(headers));
  }

  private GatewayError refusal(String coding, byte[] body, int most) {
    try {
      byte[] plain = codings(coding).unpack(body, most, holding);
      throw new AssertionError(plain.length + " bytes came out");
    } catch (GatewayException e) {
      return e.error();
    }
  }
}
