package dev.stint.persistence.patience;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait for a minute where it does not say how long: a wait that is over early costs
 * nothing, and one that ends before a busy machine has come to it fails for no reason. Found by
 * JUnit itself, in this module and in those above.
 */
public final class LongWaits implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
