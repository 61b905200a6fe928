/** Writes bundles from the journal and its signed log. */
package dev.stint.runtime.audit.export;
