package dev.stint.runtime.submission;

import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.RunId;

/**
 * What a child run has from its parent.
 *
 * @param run the id that the parent's permit names
 */
record ChildOf(RunId run, Parent parent) {}
