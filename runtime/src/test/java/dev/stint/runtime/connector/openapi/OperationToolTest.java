package dev.stint.runtime.connector.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.Connectors;
import dev.stint.runtime.connector.http.TestService;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document of a small shop, and the shop itself on loopback. */
class OperationToolTest {
  private static final String SHOP =
      """
      openapi: 3.0.3
      info: {title: Shop, version: '1'}
      paths:
        /items:
          get:
            operationId: listItems
            summary: Lists what is for sale
            parameters:
              - {name: tag, in: query, schema: {type: array, items: {type: string}}}
              - {name: limit, in: query, required: true, schema: {type: integer, minimum: 0, exclusiveMinimum: true}}
              - $ref: '#/components/parameters/Trace'
            responses:
              '200': {description: fine, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}}
          post:
            operationId: addItem
            requestBody: {$ref: '#/components/requestBodies/NewItem'}
            responses:
              '201': {$ref: '#/components/responses/Stored'}
        /items/{id}:
          parameters:
            - {name: id, in: path, required: true, schema: {type: string}}
          get:
            operationId: getItem
            responses:
              '200': {description: fine, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
          delete:
            operationId: removeItem
            responses: {'204': {description: gone}}
        /upload:
          post:
            operationId: upload
            requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
            responses: {'200': {description: fine}}
      components:
        parameters:
          Trace: {name: X-Trace, in: header, schema: {type: string}}
        requestBodies:
          NewItem: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        responses:
          Stored: {description: stored, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        schemas:
          Item:
            type: object
            required: [name]
            additionalProperties: false
            properties:
              name: {type: string, pattern: '^[a-z]+(?!x)$', example: tea}
              note: {type: string, nullable: true}
              parts: {type: array, items: {$ref: '#/components/schemas/Item'}}
      """;

  @TempDir private Path folder;
  private TestService shop;

  @BeforeEach
  void start() throws Exception {
    shop = new TestService();
    Files.writeString(folder.resolve("shop.yaml"), SHOP);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void shouldMakeAToolOfEachListedOperation() throws Exception {
    ToolRegistry tools = registry("operations = [listItems, addItem, getItem, removeItem]");

    assertThat(tools.list())
        .extracting(t -> t.name() + " " + t.effect())
        .containsExactly(
            "openapi.shop.add_item " + Effect.WRITE,
            "openapi.shop.get_item " + Effect.READ,
            "openapi.shop.list_items " + Effect.READ,
            "openapi.shop.remove_item " + Effect.WRITE);
    assertThat(tools.resolve("openapi.shop.list_items").descriptor().description())
        .isEqualTo("Lists what is for sale");
  }

  @Test
  void shouldPutEachArgumentInItsPlace() throws Exception {
    // given
    shop.answering("/items", 200, "application/json", "[{\"name\": \"tea\", \"note\": null}]");

    // when
    JsonNode output =
        call("list_items", "{\"tag\": [\"a b\", \"c&d\"], \"limit\": 5, \"X-Trace\": \"t-1\"}");

    // then
    assertThat(shop.asked().getFirst().uri()).isEqualTo("/items?tag=a%20b&tag=c%26d&limit=5");
    assertThat(shop.asked().getFirst().header("X-trace")).isEqualTo("t-1");
    assertThat(output.at("/body/0/name").asText()).isEqualTo("tea");
  }

  @Test
  void shouldSendABodyOfItsSchemaWithTheKeyOfTheCall() throws Exception {
    // given
    shop.answering("/items", 201, "application/json", "{\"name\": \"tea\"}");

    // when
    call("add_item", "{\"body\": {\"name\": \"tea\", \"parts\": [{\"name\": \"leaf\"}]}}");

    // then
    assertThat(shop.asked().getFirst().body())
        .isEqualTo("{\"name\":\"tea\",\"parts\":[{\"name\":\"leaf\"}]}");
    assertThat(shop.asked().getFirst().header("Idempotency-key")).isEqualTo("run/step");
  }

  @Test
  void shouldHoldArgumentsAgainstTheDocument() throws Exception {
    Tool add = registry("operations = [\"addItem\"]").resolve("openapi.shop.add_item");
    Tool list = registry("operations = [\"listItems\"]").resolve("openapi.shop.list_items");

    assertThat(problems(add, "{\"body\": {\"parts\": []}}")).isTrue();
    assertThat(problems(add, "{\"body\": {\"name\": \"a\", \"parts\": [{\"name\": 1}]}}")).isTrue();
    assertThat(problems(add, "{}")).isTrue();
    assertThat(problems(list, "{\"limit\": 0}")).isTrue();
    assertThat(problems(list, "{\"limit\": 1, \"page\": 2}")).isTrue();
    assertThat(problems(list, "{\"limit\": 1}")).isFalse();
  }

  @Test
  void shouldHoldAnswersAgainstTheDocument() throws Exception {
    // given
    shop.answering("/items/7", 200, "application/json", "{\"name\": \"tea\", \"__label\": 1}");
    Tool get = registry("operations = [getItem]").resolve("openapi.shop.get_item");

    // when
    JsonNode output = get.call(Json.parse("{\"id\": \"7\"}"), context(false)).output();

    // then
    assertThat(JsonSchemas.validate(get.descriptor().outputSchema(), output)).isNotEmpty();
  }

  @Test
  void shouldNotLetAnArgumentChangeThePath() {
    for (String id : new String[] {"..", ".", "a/b", ""}) {
      assertThatThrownBy(() -> call("get_item", "{\"id\": \"" + id + "\"}"))
          .hasMessageContaining("path_refused");
    }
    assertThat(shop.asked()).isEmpty();
  }

  @Test
  void shouldSayInADryRunWhatItWouldCall() throws Exception {
    Tool remove = registry("operations = [removeItem]").resolve("openapi.shop.remove_item");

    JsonNode output = remove.call(Json.parse("{\"id\": \"a b\"}"), context(true)).output();

    assertThat(output.path("sent").asBoolean()).isFalse();
    assertThat(output.path("url").asText()).endsWith("/items/a%20b");
    assertThat(shop.asked()).isEmpty();
  }

  @Test
  void shouldTakeAnAnswerWithoutABody() throws Exception {
    shop.answering("/items/7", 204, "text/plain", "");

    assertThat(call("remove_item", "{\"id\": \"7\"}").path("status").asInt()).isEqualTo(204);
  }

  @Test
  void shouldNameWhatCannotBeATool() {
    assertThatThrownBy(() -> registry("operations = [upload, lstItems]"))
        .hasMessageContaining("upload: expected a request body of JSON")
        .hasMessageContaining("found lstItems");
  }

  @Test
  void shouldRefuseReferencesOutOfTheDocument() throws Exception {
    Files.writeString(
        folder.resolve("shop.yaml"),
        SHOP.replace(
            "items: {$ref: '#/components/schemas/Item'}",
            "items: {$ref: 'https://evil.example/schema.json'}"));

    assertThatThrownBy(() -> registry("operations = [getItem]"))
        .hasMessageContaining("expected a reference within the document")
        .hasMessageContaining("evil.example");
  }

  private static boolean problems(Tool tool, String args) {
    return !JsonSchemas.validate(tool.descriptor().inputSchema(), Json.parse(args)).isEmpty();
  }

  private JsonNode call(String tool, String args) throws Exception {
    Tool found =
        registry("operations = [listItems, addItem, getItem, removeItem]")
            .resolve("openapi.shop." + tool);
    assertThat(JsonSchemas.validate(found.descriptor().inputSchema(), Json.parse(args))).isEmpty();
    JsonNode output = found.call(Json.parse(args), context(false)).output();
    assertThat(JsonSchemas.validate(found.descriptor().outputSchema(), output)).isEmpty();
    return output;
  }

  private ToolRegistry registry(String settings) {
    String all =
        "egress.private = [\"127.0.0.1\"]\nopenapi.shop { document = \"%s\", base = \"%s\"\n%s\n}"
            .formatted(folder.resolve("shop.yaml"), shop.base(), settings);
    return ToolRegistry.over(Connectors.open(ConfigFactory.parseString(all), Map.of()).sources());
  }

  private static FolderToolContext context(boolean dryRun) {
    return new FolderToolContext(Path.of("."), Map.of(), "run/step", dryRun);
  }
}
