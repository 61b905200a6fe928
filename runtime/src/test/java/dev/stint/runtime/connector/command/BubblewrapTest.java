package dev.stint.runtime.connector.command;

import java.util.Optional;

class BubblewrapTest extends SandboxContract {
  @Override
  Optional<Sandbox> sandbox() {
    return Sandboxes.bubblewrap();
  }
}
