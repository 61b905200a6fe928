package dev.stint.persistence.event;

import java.util.Optional;

/**
 * The run that another one is a child of.
 *
 * @param unit which step of it
 * @param depth 1 for the child of a run that is no child itself
 * @param label of everything that went into the child, and so of all that it makes of its inputs
 */
public record Parent(RunId run, UnitId unit, int depth, Optional<Label> label) {}
