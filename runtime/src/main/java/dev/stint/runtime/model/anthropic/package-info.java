/** Servers that speak Anthropic's messages. */
package dev.stint.runtime.model.anthropic;
