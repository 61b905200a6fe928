package dev.stint.persistence.journal.leveldb;

import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import org.fusesource.leveldbjni.JniDBFactory;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database with LevelDB through JNI or, where that has no native library, with the Java
 * port of the same format when it is on the class path.
 *
 * <p>Never paranoid: paranoid opening refuses a torn tail, which is what a healthy crash leaves.
 * Damage is found by the store's own checks instead.
 */
final class Engines {
  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
  private static final String JAVA_PORT = "org.iq80.leveldb.impl.Iq80DBFactory";

  private Engines() {}

  static DB open(Path database, LevelDbSettings settings) {
    Options options =
        new Options()
            .createIfMissing(true)
            .paranoidChecks(false)
            .verifyChecksums(true)
            // Payloads are encrypted and do not shrink; for the rest it would be the largest single
            // use of the processor under load, in the thread that merges tables.
            .compressionType(CompressionType.NONE)
            .writeBufferSize(settings.folder().writeBuffer())
            .cacheSize(settings.cache());
    try {
      return factory(settings.engine()).open(database.toFile(), options);
    } catch (IOException | DBException e) {
      throw new StoreFailedException("LevelDB cannot open " + database + ": " + e.getMessage(), e);
    }
  }

  private static DBFactory factory(LevelDbSettings.Engine engine) {
    return switch (engine) {
      case NATIVE -> JniDBFactory.factory;
      case JAVA -> javaPort();
      case AUTO -> hasNative() ? JniDBFactory.factory : javaPort();
    };
  }

  private static boolean hasNative() {
    try {
      return JniDBFactory.VERSION != null; // loads the native library
    } catch (LinkageError missing) {
      LOG.info("No native LevelDB here ({}), the Java port is used.", missing.getMessage());
      return false;
    }
  }

  private static DBFactory javaPort() {
    // With memory maps a full disk is an error nobody recovers from; read once, when it loads.
    System.setProperty("leveldb.mmap", "false");
    try {
      return (DBFactory) Class.forName(JAVA_PORT).getField("factory").get(null);
    } catch (ReflectiveOperationException e) {
      throw new StoreFailedException(
          "there is no native LevelDB for this platform; put org.iq80.leveldb:leveldb on the class path",
          e);
    }
  }
}
