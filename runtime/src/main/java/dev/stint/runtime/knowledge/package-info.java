/**
 * Knowledge: sources of documents, indexed as they change, searched by jobs and people (D1). Knows
 * nothing of runs.
 */
package dev.stint.runtime.knowledge;
