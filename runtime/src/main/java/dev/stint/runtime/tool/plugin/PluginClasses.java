package dev.stint.runtime.tool.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plugin sees of the program: the JDK, what tools are written with, JSON, and logging. Its
 * own libraries do not meet those of the program.
 */
final class PluginClasses extends ClassLoader {
  private static final List<String> SHOWN =
      List.of(
          "dev.stint.runtime.tool.",
          "dev.stint.config.json.",
          "dev.stint.config.spec.Effect",
          "dev.stint.persistence.event.Failure",
          "com.fasterxml.jackson.",
          "org.slf4j.");

  private final ClassLoader program;

  PluginClasses(ClassLoader program) {
    super(ClassLoader.getPlatformClassLoader());
    this.program = program;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (SHOWN.stream().noneMatch(name::startsWith)) throw new ClassNotFoundException(name);
    return program.loadClass(name);
  }

  /** The program's own services are not the plugin's. */
  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.emptyEnumeration();
  }
}
