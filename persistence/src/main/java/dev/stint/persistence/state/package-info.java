/** What a run's history folds to. Immutable, pure, free of Pekko. */
package dev.stint.persistence.state;
