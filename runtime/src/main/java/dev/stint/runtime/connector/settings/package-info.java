/** Reads the settings of connectors, telling every problem at once. */
package dev.stint.runtime.connector.settings;
