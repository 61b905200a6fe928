/** Tools of MCP servers: processes that speak on their standard streams, and HTTP servers (B2). */
package dev.stint.runtime.tool.mcp;
