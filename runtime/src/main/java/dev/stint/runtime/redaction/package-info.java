/**
 * Redaction: names, addresses, numbers and secrets go before a model, a log or a sink (F3, A19).
 */
package dev.stint.runtime.redaction;
