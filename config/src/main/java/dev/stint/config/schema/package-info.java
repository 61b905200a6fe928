/** JSON Schema: checking values and schemas, and the published schema of the job format. */
package dev.stint.config.schema;
