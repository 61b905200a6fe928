/** Servers that speak the OpenAI chat completions protocol. */
package dev.stint.runtime.model.openai;
