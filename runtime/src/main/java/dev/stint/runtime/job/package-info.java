/** Published jobs: immutable versions, kept in the journal, compiled once per node. */
package dev.stint.runtime.job;
