/** What each kind of step does, between the decisions that permit it and the tools that do it. */
package dev.stint.runtime.activity;
