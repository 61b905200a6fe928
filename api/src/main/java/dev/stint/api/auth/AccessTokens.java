package dev.stint.api.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens that open the API: random, 256 bits, compared in constant time, kept only as SHA-256
 * (M1). The owner's own token lies in a file that only its user can read. Thread-safe.
 */
public final class AccessTokens {
  private static final String PREFIX = "stint_";
  private static final String OWNER = "user:owner";

  private final Optional<Path> folder;
  private final byte[] ownerHash;
  private final String ownerIdentity;
  private List<Entry> entries;
  private Object readAs = "";

  /** A token that somebody was given; the token itself is not kept. */
  public record Entry(
      String name, List<String> roles, List<String> groups, Instant created, String sha256) {}

  private AccessTokens(Optional<Path> folder, String ownerToken, String ownerIdentity) {
    this.folder = folder;
    this.ownerHash = hash(ownerToken);
    this.ownerIdentity = ownerIdentity;
    this.entries = List.of();
  }

  /** The tokens of a data folder; its owner's token is made at the first call. */
  public static AccessTokens open(Path data) throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("token");
    if (!Files.exists(file)) writePrivately(file, fresh() + "\n");
    String token = Files.readString(file).strip();
    if (token.length() < 32) throw new IOException(file + ": expected a token, found too little");
    return new AccessTokens(Optional.of(data), token, OWNER);
  }

  /** One token for the user of this process, good for as long as it runs. */
  public static AccessTokens only(String token, String identity) {
    return new AccessTokens(Optional.empty(), token, identity);
  }

  /** A new random token. */
  public static String fresh() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Who holds the token, if anybody does. */
  public Optional<Caller> caller(String token) {
    if (token.length() > 200) return Optional.empty();
    byte[] hash = hash(token);
    if (MessageDigest.isEqual(hash, ownerHash)) {
      return Optional.of(new Caller(ownerIdentity, EnumSet.of(Role.OWNER), List.of()));
    }
    String hex = HexFormat.of().formatHex(hash);
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries()) {
      boolean same =
          MessageDigest.isEqual(
              entry.sha256().getBytes(StandardCharsets.US_ASCII),
              hex.getBytes(StandardCharsets.US_ASCII));
      if (same) found = Optional.of(caller(entry));
    }
    return found;
  }

  private static Caller caller(Entry entry) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    entry.roles().forEach(role -> roles.add(Role.parse(role)));
    List<String> groups = entry.groups().stream().map(group -> "group:" + group).toList();
    return new Caller("user:" + entry.name(), roles, groups);
  }

  /**
   * Gives somebody a token.
   *
   * @return the token, which is not kept and cannot be shown again
   * @throws IllegalArgumentException for a name or role that cannot be
   */
  public synchronized String create(String name, List<String> roles, List<String> groups)
      throws IOException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || ("user:" + name).equals(OWNER)) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits, dot, dash, underscore, found \"" + name + "\"");
    }
    roles.forEach(Role::parse);
    String token = fresh();
    List<Entry> all = new ArrayList<>(entries());
    all.add(new Entry(name, roles, groups, Instant.now(), HexFormat.of().formatHex(hash(token))));
    save(all);
    return token;
  }

  public List<Entry> list() {
    return entries();
  }

  /** Ends every token of that name; false when there was none. */
  public synchronized boolean revoke(String name) throws IOException {
    List<Entry> left = entries().stream().filter(e -> !e.name().equals(name)).toList();
    if (left.size() == entries().size()) return false;
    save(left);
    return true;
  }

  /** Reads the file again when it changed: `stint tokens` is another process. */
  private synchronized List<Entry> entries() {
    if (folder.isEmpty()) return List.of();
    Path file = folder.get().resolve("tokens.json");
    try {
      if (!Files.exists(file)) return List.of();
      Object now = version(file);
      if (!now.equals(readAs)) {
        List<Entry> read = new ArrayList<>();
        for (JsonNode node : Json.parse(Files.readString(file))) read.add(entry(node));
        entries = List.copyOf(read);
        readAs = now;
      }
      return entries;
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return List.of(); // unreadable: nobody but the owner gets in
    }
  }

  /** A file is replaced, never rewritten: another one has another key, however soon it came. */
  private static Object version(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return List.of(
        String.valueOf(attributes.fileKey()), attributes.lastModifiedTime(), attributes.size());
  }

  private static Entry entry(JsonNode node) {
    List<String> roles = texts(node.path("roles"));
    roles.forEach(Role::parse); // an unknown role is refused here, not at every request
    return new Entry(
        node.path("name").asText(),
        roles,
        texts(node.path("groups")),
        Instant.parse(node.path("created").asText()),
        node.path("sha256").asText());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private void save(List<Entry> all) throws IOException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Entry entry : all) {
      var node = list.addObject();
      node.put("name", entry.name()).put("created", entry.created().toString());
      entry.roles().forEach(node.putArray("roles")::add);
      entry.groups().forEach(node.putArray("groups")::add);
      node.put("sha256", entry.sha256());
    }
    Path file = folder.orElseThrow().resolve("tokens.json");
    Path next = file.resolveSibling("tokens.json.new");
    Files.deleteIfExists(next);
    writePrivately(next, list.toString());
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    readAs = "";
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static byte[] hash(String token) {
    return Sha256.digest(token.getBytes(StandardCharsets.UTF_8));
  }
}
