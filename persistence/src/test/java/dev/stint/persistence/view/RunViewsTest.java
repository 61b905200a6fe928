package dev.stint.persistence.view;

import java.util.UUID;

class RunViewsTest extends RunViewsContract {
  @Override
  ViewDatabase open() {
    return ViewDatabase.inMemory(UUID.randomUUID().toString());
  }
}
