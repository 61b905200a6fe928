package dev.stint.config.expression;

import java.util.List;

/**
 * A name that an expression reads.
 *
 * @param root {@code inputs}, {@code steps}, ...
 * @param path the names after it, as far as they are fixed
 * @param offset of the root in the source
 * @param presence it is only asked whether it is there: {@code has(steps.fix)}
 */
record Reference(String root, List<String> path, int offset, boolean presence) {}
