package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * That every record of a history is in the log: their places, and the subtrees beside them.
 *
 * @param leaves number of each record in the log, from 0, in the history's order
 * @param rest see {@link MerkleTree#inclusionOfAll}
 */
public record InclusionFile(String persistenceId, long size, long[] leaves, List<byte[]> rest) {

  /** The proof of a history whose records have those numbers. */
  public static InclusionFile of(MerkleTree tree, String persistenceId, long size, long[] leaves) {
    var within = MerkleTree.Stretches.of(leaves);
    return new InclusionFile(persistenceId, size, leaves, tree.inclusionOfAll(within, size));
  }

  public byte[] write() {
    var json = JsonNodeFactory.instance.objectNode().put("pid", persistenceId).put("size", size);
    var numbers = json.putArray("leaves");
    for (long leaf : leaves) numbers.add(leaf);
    var nodes = json.putArray("rest");
    rest.forEach(node -> nodes.add(Base64.getEncoder().encodeToString(node)));
    return CanonicalJson.bytes(json);
  }

  /**
   * @throws IllegalArgumentException when the file holds no such proof
   */
  public static InclusionFile read(byte[] file) {
    JsonNode json = Json.parse(new String(file, StandardCharsets.UTF_8));
    long[] leaves = new long[json.path("leaves").size()];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = json.path("leaves").get(i).asLong(-1);
      if (leaves[i] < 0 || i > 0 && leaves[i] <= leaves[i - 1]) {
        throw new IllegalArgumentException("expected ascending numbers of records");
      }
    }
    return new InclusionFile(
        json.path("pid").asText(), json.path("size").asLong(-1), leaves, hashes(json.path("rest")));
  }

  /** Hashes of 32 bytes in base64. */
  public static List<byte[]> hashes(JsonNode array) {
    List<byte[]> hashes = new ArrayList<>(array.size());
    for (JsonNode hash : array) {
      byte[] bytes = Base64.getDecoder().decode(hash.asText());
      if (bytes.length != 32) throw new IllegalArgumentException("expected a hash of 32 bytes");
      hashes.add(bytes);
    }
    return hashes;
  }
}
