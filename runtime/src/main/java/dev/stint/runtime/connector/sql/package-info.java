/** Databases as tools: free queries that only read, and statements that the owner wrote (B2). */
package dev.stint.runtime.connector.sql;
