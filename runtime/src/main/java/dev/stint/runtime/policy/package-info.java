/** What a job may use: deny by default, decided purely from recorded facts. */
package dev.stint.runtime.policy;
