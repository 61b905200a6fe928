/** The Merkle tree of RFC 9162 (AU-4): hashes, proofs, and its nodes in files. No Pekko. */
package dev.stint.persistence.audit.merkle;
