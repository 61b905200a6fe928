/** Servers that speak Gemini's protocol. */
package dev.stint.runtime.model.gemini;
