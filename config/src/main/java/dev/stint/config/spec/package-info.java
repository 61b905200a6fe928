/** Job specs, format {@code stint/v1}: records, reader, problems. */
package dev.stint.config.spec;
