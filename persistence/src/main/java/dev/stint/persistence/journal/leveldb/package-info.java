/** The default store: an embedded LevelDB folder, with the guards LevelDB lacks. */
package dev.stint.persistence.journal.leveldb;
