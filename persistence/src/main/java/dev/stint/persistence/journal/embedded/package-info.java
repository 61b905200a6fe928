/**
 * The journal in a folder of one process, over any ordered key-value engine, with the guards that
 * engines lack.
 */
package dev.stint.persistence.journal.embedded;
