/** Who is asking, and what they may do. */
package dev.stint.api.auth;
