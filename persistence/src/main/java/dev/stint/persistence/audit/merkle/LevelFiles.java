package dev.stint.persistence.audit.merkle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The complete subtrees of a tree, one append-only file a level, 32 bytes a node, 64 bytes a leaf
 * in all. Derived from the journal and so never flushed: who opens it keeps only what a signed root
 * proves, with {@link #cut}.
 *
 * <p>Thread-safe: one thread appends, any reads. Failures of the disk are {@link
 * UncheckedIOException}s.
 */
public final class LevelFiles implements NodeReader, AutoCloseable {
  private static final int MOST_LEVELS = 63;

  private final Path dir;
  private final List<RandomAccessFile> files = new ArrayList<>();
  private final List<byte[]> lefts = new ArrayList<>();
  private long size;

  private LevelFiles(Path dir) {
    this.dir = dir;
  }

  /** Opens or creates the folder. A torn end is cut off. */
  public static LevelFiles open(Path dir) {
    var opened = new LevelFiles(dir);
    try {
      Files.createDirectories(dir);
      opened.cut(opened.file(0).length() / MerkleHash.SIZE);
      return opened;
    } catch (IOException e) {
      throw opened.broken(e);
    }
  }

  /** How many leaves there are. */
  public synchronized long size() {
    return size;
  }

  /** Adds leaves at the end, and every node that becomes complete with them. */
  public synchronized void append(List<byte[]> leaves) {
    List<ByteArrayOutputStream> fresh = new ArrayList<>();
    for (byte[] leaf : leaves) add(fresh, leaf);
    try {
      for (int level = 0; level < fresh.size(); level++) {
        RandomAccessFile file = file(level);
        file.seek((size >>> level) * MerkleHash.SIZE);
        file.write(fresh.get(level).toByteArray());
      }
    } catch (IOException e) {
      throw broken(e);
    }
    size += leaves.size();
  }

  private void add(List<ByteArrayOutputStream> fresh, byte[] leaf) {
    byte[] hash = leaf;
    for (int level = 0; ; level++) {
      if (fresh.size() == level) fresh.add(new ByteArrayOutputStream());
      if (lefts.size() == level) lefts.add(new byte[0]);
      fresh.get(level).writeBytes(hash);
      byte[] left = lefts.get(level);
      if (left.length == 0) {
        lefts.set(level, hash);
        return;
      }
      lefts.set(level, new byte[0]);
      hash = MerkleHash.node(left, hash);
    }
  }

  /** Keeps the first {@code leaves} leaves, or all when there are fewer. */
  public synchronized void cut(long leaves) {
    try {
      size = Math.min(leaves, file(0).length() / MerkleHash.SIZE);
      lefts.clear();
      for (int level = 0; level < MOST_LEVELS && (level == 0 || exists(level)); level++) {
        long whole = Math.min(size >>> level, file(level).length() / MerkleHash.SIZE);
        if (whole < size >>> level) complete(level, whole);
        file(level).setLength((size >>> level) * MerkleHash.SIZE);
      }
      for (int level = 0; size >>> level > 0; level++) {
        if (!exists(level)) complete(level, 0);
        boolean single = (size >>> level & 1) == 1;
        lefts.add(single ? node(level, (size >>> level) - 1) : new byte[0]);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Makes the nodes of a level that are missing from those below. */
  private void complete(int level, long from) throws IOException {
    RandomAccessFile file = file(level);
    file.seek(from * MerkleHash.SIZE);
    for (long i = from; i < size >>> level; i++) {
      byte[] node = MerkleHash.node(node(level - 1, 2 * i), node(level - 1, 2 * i + 1));
      file.seek(i * MerkleHash.SIZE);
      file.write(node);
    }
  }

  @Override
  public synchronized byte[] node(int level, long index) {
    if (index < 0 || index >= size >>> level) {
      throw new IllegalArgumentException("there is no node " + index + " at level " + level);
    }
    try {
      byte[] node = new byte[MerkleHash.SIZE];
      RandomAccessFile file = file(level);
      file.seek(index * MerkleHash.SIZE);
      file.readFully(node);
      return node;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private boolean exists(int level) {
    return level < files.size() || Files.exists(path(level));
  }

  private RandomAccessFile file(int level) throws IOException {
    while (files.size() <= level) {
      files.add(new RandomAccessFile(path(files.size()).toFile(), "rw"));
    }
    return files.get(level);
  }

  private Path path(int level) {
    return dir.resolve("level-%02d".formatted(level));
  }

  private UncheckedIOException broken(IOException e) {
    return new UncheckedIOException("cannot use the tree in " + dir + ": " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    try {
      for (RandomAccessFile file : files) file.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
