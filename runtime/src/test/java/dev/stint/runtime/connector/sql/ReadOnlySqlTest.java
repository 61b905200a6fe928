package dev.stint.runtime.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlySqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "SELECT a, 'it''s; drop table x -- no' FROM t WHERE b = :b;",
        "with x as (select 1 as n) select n::text from x",
        "select \"update\", replace(a, 'x', 'y') from t order by 1 desc limit 10",
        "select * from t where at >= :from and at < :to"
      })
  void shouldTakeQueries(String sql) {
    assertThatCode(() -> check(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "drop table t",
        "select 1; drop table t",
        "select 1;;",
        "insert into t values (1)",
        "with x as (delete from t returning *) select * from x",
        "select * from final table (insert into t values (1))",
        "select * into copy_of from t",
        "select * from t for update",
        "select * from t for share",
        "explain analyze delete from t",
        "set role admin",
        "call p()",
        "copy t to program 'id'",
        "select pg_read_file('/etc/passwd')",
        "select \"pg_read_file\" ('/etc/passwd')",
        "select PG_SLEEP(100)",
        "select lo_import('/etc/passwd')",
        "select * from dblink('host=evil', 'select 1') as t(a int)",
        "select set_config('transaction_read_only', 'off', false)",
        "select file_write('x', '/tmp/x')",
        "select * from csvread('/etc/passwd')",
        "select 1 -- comment",
        "select /* */ 1",
        "select E'it\\'s' ; drop table t --'",
        "select U&'\\0027'",
        "select U&\"d\\0061ta\" from t",
        "select 'a\\' || '; drop table t --'",
        "select $$a$$",
        "select $tag$a$tag$",
        "select `a` from t",
        "select 'open",
        "select \"open",
        "select a ? b from t",
        "select \u00e9 from t"
      })
  void shouldRefuseEverythingElse(String sql) {
    assertThatThrownBy(() -> check(sql)).isInstanceOf(SqlRefusedException.class);
  }

  @Test
  void shouldBindNamesWhereTheyStandAndNowhereElse() throws Exception {
    // given
    String sql = "select ':no', a::text from t where a = :a and (b = :b or c = :a);";

    // when
    BoundSql bound = BoundSql.of(sql, SqlLexer.tokens(sql));

    // then
    assertThat(bound.text())
        .isEqualTo("select ':no', a::text from t where a = ? and (b = ? or c = ?)");
    assertThat(bound.names()).containsExactly("a", "b", "a");
    assertThat(bound.unmatched(Set.of("a", "z"))).containsExactly("b", "z");
  }

  private static void check(String sql) throws SqlRefusedException {
    ReadOnlySql.check(SqlLexer.tokens(sql));
  }
}
