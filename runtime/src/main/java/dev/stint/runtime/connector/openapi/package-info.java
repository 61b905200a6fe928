/** OpenAPI documents as tools: one for each operation that the owner lists (B2). */
package dev.stint.runtime.connector.openapi;
