/** Model servers over HTTP: what is the same for every protocol. */
package dev.stint.runtime.model.remote;
