package dev.stint.runtime.connector.command;

import java.util.Optional;

class NamespacesTest extends SandboxContract {
  @Override
  Optional<Sandbox> sandbox() {
    return Sandboxes.namespaces();
  }
}
