/** A model server that speaks every protocol, well or badly: for tests and for trying things. */
package dev.stint.runtime.model.server;
