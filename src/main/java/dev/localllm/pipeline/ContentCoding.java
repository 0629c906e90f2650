package dev.localllm.pipeline;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to pack a body that are understood (RFC 9110, section 8.4.1; RFC 8878, RFC 9659). */
enum ContentCoding {
  GZIP {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return Inflation.gzip(packed);
    }
  },
  DEFLATE {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return Inflation.deflate(packed);
    }
  },
  ZSTD {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new ZstdInputStreamNoFinalizer(packed).setLongMax(ZSTD_WINDOW_BITS);
    }
  };

  /** 8 MB, the most that RFC 9659 allows; a frame may ask for two terabytes. */
  private static final int ZSTD_WINDOW_BITS = 23;

  /** Undoes it; the result must be closed. */
  abstract InputStream unpack(InputStream packed) throws IOException;

  /** The one of this name, in lower case; empty when there is none. */
  static Optional<ContentCoding> named(String name) {
    return switch (name) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      case "zstd" -> Optional.of(ZSTD).filter(ContentCoding::offered);
      default -> Optional.empty();
    };
  }

  /** All of them, as {@code Accept-Encoding} lists them. */
  static String all() {
    return Arrays.stream(values())
        .filter(ContentCoding::offered)
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private boolean offered() {
    return this != ZSTD || ZstdLibrary.LOADED;
  }
}
