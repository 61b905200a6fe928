/** RocksDB as the engine of an embedded store; its library is optional. */
package dev.stint.persistence.journal.rocksdb;
