/** LevelDB as the engine of the default store, native or in Java. */
package dev.stint.persistence.journal.leveldb;
