/** Models: the provider port, the deterministic offline provider, OpenAI-compatible servers. */
package dev.stint.runtime.model;
