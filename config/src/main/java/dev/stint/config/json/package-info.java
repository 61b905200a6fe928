/** JSON as the record needs it: one strict reader, one canonical writer, one hash. */
package dev.stint.config.json;
