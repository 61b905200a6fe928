/** Servers that speak Ollama's own protocol. */
package dev.stint.runtime.model.ollama;
