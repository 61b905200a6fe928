/** The HTTP API: bytes in, commands and reads on the node, bytes out. Decides nothing. */
package dev.stint.api.http;
