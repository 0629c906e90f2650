package dev.localllm.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbered folders of journals that processes share. A folder belongs to the process that has
 * locked it; the lock goes when the process does, however it ends.
 */
final class JournalFolders {
  private static final int MOST = 1000;

  /**
   * What this process has locked. A second attempt would lose the lock: POSIX drops it when any
   * descriptor of the file is closed.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;

  JournalFolders(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** A folder that nobody had, with whatever was left in it. */
  Claim first() throws IOException {
    for (int i = 0; i < MOST; i++) {
      Path folder = root.resolve(String.valueOf(i));
      Files.createDirectories(folder);
      Optional<Claim> claim = claim(folder);
      if (claim.isPresent()) {
        return claim.get();
      }
    }
    throw new IOException("every folder of " + root + " is locked");
  }

  /** Takes that folder, unless somebody has it. */
  Optional<Claim> claim(Path folder) throws IOException {
    if (!HELD.add(folder)) {
      return Optional.empty();
    }
    FileLock lock = null;
    try {
      lock = lock(folder.resolve("lock"));
      return Optional.ofNullable(lock).map(held -> new Claim(folder, held));
    } finally {
      if (lock == null) {
        HELD.remove(folder);
      }
    }
  }

  /** Those that exist. */
  List<Path> all() throws IOException {
    try (Stream<Path> found = Files.list(root)) {
      return found.filter(path -> path.getFileName().toString().matches("\\d+")).sorted().toList();
    }
  }

  private static @Nullable FileLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock;
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  /**
   * A folder that this process has to itself.
   *
   * @param folder where it is
   * @param lock what keeps others out
   */
  record Claim(Path folder, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        lock.channel().close();
      } finally {
        HELD.remove(folder);
      }
    }
  }
}
