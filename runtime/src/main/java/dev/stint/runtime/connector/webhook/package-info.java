/** Signed messages to other systems' addresses (B2, J4). */
package dev.stint.runtime.connector.webhook;
