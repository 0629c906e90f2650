package dev.localllm.pipeline;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The native library of zstd. It would unpack itself into the folder for temporary files, from
 * which containers may not run anything; the packaged server has it beside the archive.
 */
final class ZstdLibrary {

  private static final Logger LOG = System.getLogger(ZstdLibrary.class.getName());
  private static final String PLACE = "ZstdNativePath";

  /** Whether it can be used; where not, the coding is not offered. */
  static final boolean LOADED = load();

  private ZstdLibrary() {}

  private static boolean load() {
    try {
      if (System.getProperty(PLACE) == null) {
        packaged().ifPresent(place -> System.setProperty(PLACE, place.toString()));
      }
      Native.load();
      return true;
    } catch (LinkageError e) {
      LOG.log(Level.WARNING, "request bodies packed by zstd are refused: " + e.getMessage());
      return false;
    }
  }

  private static Optional<Path> packaged() {
    try {
      URI archive = Zstd.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Optional.of(Path.of(archive).resolveSibling(Path.of("native", file())))
          .filter(Files::isRegularFile);
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String file() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return "%s/%s/libzstd-jni-%s.so".formatted(system, processor, ZstdVersion.VERSION);
  }
}
