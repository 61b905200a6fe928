/** Servers that speak OpenAI's protocols: chat completions and responses. */
package dev.stint.runtime.model.openai;
