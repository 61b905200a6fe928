package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;

/** The model providers of a node, as the API gives them. Pure. */
public final class ModelJson {
  private ModelJson() {}

  /** {@code {items: [{provider, about}], allowed}}. */
  public static ObjectNode list(ModelRegistry models) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode items = body.putArray("items");
    for (ModelProvider provider : models.providers()) {
      items.addObject().put("provider", provider.name()).put("about", provider.about());
    }
    models.allowed().forEach(body.putArray("allowed")::add);
    return body;
  }
}
