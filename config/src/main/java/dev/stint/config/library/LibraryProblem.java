package dev.stint.config.library;

import dev.stint.config.text.Position;

/**
 * What is wrong with an import.
 *
 * @param at in the file that imports
 * @param pointer of the import, or of what it was given
 */
public record LibraryProblem(
    Position at, String pointer, String code, String message, String hint) {}
