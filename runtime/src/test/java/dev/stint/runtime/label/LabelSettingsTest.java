package dev.stint.runtime.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.Sink;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the owner of a platform can say of tools and models, and what holds without. */
class LabelSettingsTest {
  private static LabelRules read(String settings) {
    return LabelSettings.read(
        ConfigFactory.parseString(settings)
            .withFallback(ConfigFactory.parseString("tools {}, models {}")));
  }

  private static Sink write(LabelRules rules, String tool) {
    return rules.tool(tool, Effect.WRITE, Optional.empty());
  }

  @Test
  void shouldHoldEveryParameterOfAnUnknownWriteToDecideWhereItGoes() {
    Sink sink = write(read(""), "acme.send");

    assertThat(sink.controls("anything")).isTrue();
    assertThat(sink.needs()).isEqualTo(Integrity.ENDORSED);
    assertThat(sink.clearance().conf()).isEqualTo(Confidentiality.INTERNAL);
    assertThat(sink.brings().orElseThrow().integ()).isEqualTo(Integrity.UNTRUSTED);
  }

  @Test
  void shouldTakeWhatTheSettingsSayOfATool() {
    Sink sink =
        write(
            read(
                """
                tools."acme.send" {
                  clearance = confidential, categories = [pii], control = [to]
                  answers { trust = curated }
                }
                """),
            "acme.send");

    assertThat(sink.controls("to")).isTrue();
    assertThat(sink.controls("text")).isFalse();
    assertThat(sink.clearance().cats()).containsExactly("pii");
    assertThat(sink.brings().orElseThrow().integ()).isEqualTo(Integrity.CURATED);
  }

  @Test
  void shouldKnowWhichParametersOfConnectorsDecide() {
    assertThat(write(read(""), "mail.office.send").control()).containsExactly("to", "cc");
    assertThat(write(read(""), "sql.ledger.post").control()).containsExactly(Label.ALL);
  }

  @Test
  void shouldClearAChainOfModelsForWhatEachOfThemMaySee() {
    LabelRules rules =
        read("models { \"near/*\" { clearance = restricted, categories = [\"*\"] } }");
    Clearance near = rules.model(List.of("near/one")).clearance();
    Clearance chain = rules.model(List.of("near/one", "far/two")).clearance();

    assertThat(near.conf()).isEqualTo(Confidentiality.RESTRICTED);
    assertThat(chain.conf()).isEqualTo(Confidentiality.INTERNAL);
    assertThat(rules.model(List.of("offline/extractive")).clearance().admits(Label.UNLABELLED))
        .isTrue();
  }

  @Test
  void shouldSayWhichKeyIsWrongAndWhatItExpects() {
    assertThatThrownBy(() -> read("tools.\"acme.send\" { clearance = secret }"))
        .hasMessageContaining("stint.labels.tools.acme.send.clearance")
        .hasMessageContaining("public, internal, confidential, restricted")
        .hasMessageContaining("secret");
    assertThatThrownBy(() -> read("ask { by = [lead] }"))
        .hasMessageContaining("stint.labels.ask.by")
        .hasMessageContaining("user:NAME");
  }

  @Test
  void shouldAskNobodyUnlessTheOwnerNamesSomebody() {
    assertThat(write(read("ask { by = [] }"), "acme.send").stepUp()).isEmpty();
    assertThat(
            write(read("ask { by = [\"group:guards\"] }"), "acme.send").stepUp().orElseThrow().by())
        .containsExactly("group:guards");
  }
}
