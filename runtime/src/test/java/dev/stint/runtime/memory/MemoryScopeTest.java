package dev.stint.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryScopeTest {
  @Test
  void shouldReadWhatItWrites() {
    var department = MemoryScope.ofDepartment("legal");
    var job = MemoryScope.ofJob("legal", "report");

    assertThat(MemoryScope.parse(department.text())).isEqualTo(department);
    assertThat(MemoryScope.parse(job.text())).isEqualTo(job);
    assertThat(job.text()).isEqualTo("job:legal/report");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "legal",
        "job:legal",
        "job:legal/",
        "job:/report",
        "department:",
        "department:a/b",
        "job:a/b/c",
        "department:a|b"
      })
  void shouldRefuseWhatNamesNoScope(String text) {
    assertThatThrownBy(() -> MemoryScope.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
