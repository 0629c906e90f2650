package dev.localllm.usage;

import dev.localllm.usage.JournalFolders.Claim;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * This process's entries on disk: closed segments, which wait for the database, and an open one.
 * One thread writes it, another reads and deletes what is closed. What the open one has is in
 * memory as well, and stays there when it is closed with nothing else waiting: as long as the
 * database keeps up, no file needs to be read again.
 */
final class Journal implements AutoCloseable {

  /** What a segment holds before the next one is begun, in bytes. */
  static final int SEGMENT_BYTES = 1 << 20;

  private final JournalFolders folders;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Claim claim;
  // segments from this number on are not closed
  private final AtomicLong next = new AtomicLong(1);
  private @Nullable Segment open;
  // the closed one whose entries are still here
  private volatile @Nullable Segment remembered;

  Journal(JournalFolders folders) {
    this.folders = folders;
  }

  /** Takes a folder, unless there is one already. */
  void claim() throws IOException {
    if (claim != null) {
      return;
    }
    Claim first = folders.first();
    List<Path> left = Segment.in(first.folder());
    for (Path segment : left) {
      bytes.addAndGet(Files.size(segment));
    }
    waiting.set(left.size());
    next.set(left.isEmpty() ? 1 : Segment.number(left.getLast()) + 1);
    claim = first;
  }

  /** Where it is, once a folder has been taken. */
  @Nullable Path folder() {
    Claim mine = claim;
    return mine == null ? null : mine.folder();
  }

  /**
   * Appends the lines of {@code entries}; the disk has them when this returns, and has none of them
   * if it throws.
   */
  void append(ByteArrayOutputStream lines, List<UsageEntry> entries) throws IOException {
    Claim mine = claim;
    if (mine == null) {
      throw new IOException("the journal is closed");
    }
    Segment segment = open;
    if (segment == null) {
      segment = new Segment(mine.folder(), next.get());
      open = segment;
    }
    try {
      segment.append(lines, entries);
      bytes.addAndGet(lines.size());
    } catch (IOException e) {
      // a file that failed once is not trusted with more
      roll(segment);
      throw e;
    }
    if (segment.size() >= SEGMENT_BYTES) {
      roll(segment);
    }
  }

  /** Closes the open segment if there is no other one to ship; whether that was so. */
  boolean roll() {
    Segment segment = open;
    if (segment == null || waiting.get() > 0) {
      return false;
    }
    roll(segment);
    return true;
  }

  /** Closed segments, oldest first. */
  List<Path> closed() throws IOException {
    Path folder = folder();
    return folder == null
        ? List.of()
        : Segment.in(folder).stream().filter(file -> Segment.number(file) < next.get()).toList();
  }

  /** What a closed segment has, unless it must be read from its file. */
  Optional<List<UsageEntry>> entries(Path segment) {
    return Optional.ofNullable(remembered)
        .filter(known -> known.file().equals(segment))
        .map(Segment::entries);
  }

  /** Forgets a closed segment, whose entries are elsewhere now. */
  void delete(Path segment) throws IOException {
    long size = Files.size(segment);
    Files.delete(segment);
    remembered = null;
    bytes.addAndGet(-size);
    waiting.decrementAndGet();
  }

  long bytes() {
    return Math.max(0, bytes.get());
  }

  int waiting() {
    return Math.max(0, waiting.get());
  }

  @Override
  public void close() throws IOException {
    Claim mine = claim;
    claim = null;
    if (mine != null) {
      mine.close();
    }
  }

  /** Closes the open segment, if there is one. */
  void end() {
    Segment segment = open;
    if (segment != null) {
      roll(segment);
    }
  }

  private void roll(Segment segment) {
    try {
      segment.close();
    } catch (IOException e) {
      // what it has is on the disk since it was appended
    }
    open = null;
    if (segment.exists() && waiting.getAndIncrement() == 0) {
      remembered = segment;
    }
    next.incrementAndGet();
  }
}
