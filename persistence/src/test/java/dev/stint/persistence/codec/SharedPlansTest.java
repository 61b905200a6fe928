package dev.stint.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.RunEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SharedPlansTest {
  private static final String NAME = "run.submitted";

  private static String submitted() {
    var sample =
        EventSamples.all().stream()
            .filter(RunEvent.Submitted.class::isInstance)
            .findFirst()
            .orElseThrow();
    return new String(EventCodec.write(sample), StandardCharsets.UTF_8);
  }

  private static RunEvent.Submitted read(String json) {
    return (RunEvent.Submitted) EventCodec.read(NAME, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String written(RunEvent.Submitted event) {
    return new String(EventCodec.write(event), StandardCharsets.UTF_8);
  }

  @Test
  void shouldShareThePlanOfRunsWithTheSameBytesOfIt() {
    Plan first = read(submitted()).plan();
    Plan second = read(submitted().replace("\"owner\":\"", "\"owner\":\"another-")).plan();

    assertThat(second).isSameAs(first);
  }

  @Test
  void shouldTellPlansApartThatDifferInOneByte() {
    String json = submitted();
    int at = json.indexOf("\"hash\":\"", json.indexOf("\"plan\":")) + 8;
    char other = json.charAt(at) == 'x' ? 'y' : 'x';
    String doctored = json.substring(0, at) + other + json.substring(at + 1);

    assertThat(read(doctored).plan().hash()).isNotEqualTo(read(json).plan().hash());
    assertThat(written(read(doctored))).isEqualTo(doctored);
    assertThat(written(read(json))).isEqualTo(json);
  }

  @Test
  void shouldWriteThePlanCanonicallyHoweverItWasSpelled() {
    String json = submitted();
    int plan = json.indexOf("\"plan\":{") + 8;
    String spelled = json.substring(0, plan) + " \"unknown\" : [1, {}] , " + json.substring(plan);

    assertThat(read(spelled).plan()).isEqualTo(read(json).plan());
    assertThat(written(read(spelled))).isEqualTo(json);
  }

  @Test
  void shouldWriteEqualPlansAlike() {
    RunEvent.Submitted event = read(submitted());
    var again = new Plan(event.plan().steps(), event.plan().hash(), event.plan().tools());

    assertThat(again).isNotSameAs(event.plan());
    assertThat(
            EventCodec.write(
                new RunEvent.Submitted(
                    event.run(),
                    event.job(),
                    again,
                    event.inputs(),
                    event.owner(),
                    event.department(),
                    event.labels(),
                    event.priority(),
                    event.budget(),
                    event.policyHash(),
                    event.request(),
                    event.dryRun(),
                    event.development(),
                    event.origin(),
                    event.parent())))
        .isEqualTo(EventCodec.write(event));
  }

  @Test
  void shouldRefuseAPlanThatIsNone() {
    String json = submitted();
    int plan = json.indexOf("\"plan\":{");
    int end = json.indexOf(",\"policyHash\"");
    for (String other : new String[] {"5", "\"text\"", "[]", "{\"steps\":7}"}) {
      String doctored = json.substring(0, plan) + "\"plan\":" + other + json.substring(end);

      assertThatThrownBy(() -> read(doctored)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
