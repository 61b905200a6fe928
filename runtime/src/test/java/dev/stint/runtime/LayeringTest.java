package dev.stint.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.step.Activity;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import org.junit.jupiter.api.Test;

/** The shape of the house, held by rules rather than by memory. */
class LayeringTest {
  private static final JavaClasses STINT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.stint");

  @Test
  void shouldKeepTheCoreFreeOfPekko() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.stint.runtime.decision..",
            "dev.stint.persistence.event..",
            "dev.stint.persistence.state..",
            "dev.stint.config..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pekko..")
        .check(STINT);
  }

  @Test
  void shouldKeepTheCoreFreeOfClocksThreadsAndChance() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.stint.runtime.decision..", "dev.stint.persistence.state..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.UUID")
        .check(STINT);
  }

  @Test
  void shouldDependInOneDirectionOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.stint.persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.stint.runtime..", "dev.stint.api..")
        .check(STINT);
    noClasses()
        .that()
        .resideInAPackage("dev.stint.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.stint.persistence..", "dev.stint.runtime..", "dev.stint.api..")
        .check(STINT);
  }

  @Test
  void shouldKeepToolsAndModelsUnawareOfRuns() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.stint.runtime.tool..",
            "dev.stint.runtime.connector..",
            "dev.stint.runtime.model..",
            "dev.stint.runtime.retrieval..",
            "dev.stint.runtime.knowledge..",
            "dev.stint.runtime.redaction..",
            "dev.stint.runtime.citation..",
            "dev.stint.runtime.report..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.stint.runtime.run..",
            "dev.stint.runtime.step..",
            "dev.stint.runtime.node..",
            "org.apache.pekko..")
        .check(STINT);
  }

  /** One way out: whoever opens sockets of his own goes around the gate (A14). */
  @Test
  void shouldLetConnectorsConnectThroughTheEgressGateOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.stint.runtime.connector..")
        .and()
        .resideOutsideOfPackage("dev.stint.runtime.connector.egress..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.n(et|io\\.channels)\\.(Socket|SocketChannel|URL|URLConnection|HttpURLConnection|DatagramSocket)")
        .check(STINT);
  }

  /** Invariant 11: what replays is given nothing that could call, write or ask. */
  @Test
  void shouldGiveReplaysNothingToCallWith() {
    noClasses()
        .that()
        .resideInAPackage("dev.stint.runtime.replay..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Activity.class, EffectGate.class, Outcome.class, RunClient.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.stint.runtime.tool..",
            "dev.stint.runtime.model..",
            "dev.stint.runtime.node..",
            "dev.stint.persistence.journal.commit..",
            "org.apache.pekko..",
            "java.nio.file..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(?!URI$).*") // an address is only a name
        .check(STINT);
  }

  @Test
  void shouldWriteToTheJournalThroughPekkoOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.stint.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.stint.persistence.journal.commit..")
        .check(STINT);
  }

  /** An auditor's verifier is not the program that it checks. */
  @Test
  void shouldKeepTheVerifierFreeOfTheServer() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.stint.runtime.audit.verify..", "dev.stint.runtime.audit.bundle..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..",
            "com.typesafe..",
            "java.net.http..",
            "java.sql..",
            "dev.stint.persistence.journal..",
            "dev.stint.persistence.view..",
            "dev.stint.persistence.audit.checkpointer..",
            "dev.stint.persistence.audit.witness..",
            "dev.stint.runtime.node..",
            "dev.stint.runtime.run..",
            "dev.stint.runtime.step..",
            "dev.stint.runtime.activity..",
            "dev.stint.runtime.tool..",
            "dev.stint.runtime.audit.export..")
        .check(STINT);
  }

  @Test
  void shouldNameClassesForWhatTheyDo() {
    classes()
        .that()
        .resideInAPackage("dev.stint..")
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(STINT);
  }

  @Test
  void shouldHaveNoCyclesBetweenTheModulesPackages() {
    slices().matching("dev.stint.persistence.(*)..").should().beFreeOfCycles().check(STINT);
  }
}
