/** Web services as tools: addresses below one base, with what the owner authenticates by (B2). */
package dev.stint.runtime.connector.http;
