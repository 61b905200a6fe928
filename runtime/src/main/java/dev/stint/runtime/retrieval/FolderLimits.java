package dev.stint.runtime.retrieval;

/**
 * How much of a folder is read (M2).
 *
 * @param files more documents than this refuse the folder
 * @param fileBytes a larger document is left out with a note
 * @param totalBytes more than this in all refuses the folder
 */
public record FolderLimits(int files, long fileBytes, long totalBytes) {
  public static final FolderLimits DEFAULT = new FolderLimits(5_000, 2L << 20, 64L << 20);
}
