package app.tiktoktoe.atproto.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages valid input in a few places; the same random numbers give the same damage. */
final class Mutation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Heads of lengths and of things that are not allowed. */
  private static final int[] HEADS = {
    0x00, 0x1b, 0x1f, 0x3b, 0x5a, 0x5b, 0x5f, 0x7b, 0x7f, 0x80, 0x9a, 0x9b, 0x9f, 0xa0, 0xbb, 0xbf,
    0xc0, 0xd8, 0xdb, 0xf6, 0xf7, 0xf9, 0xfb, 0xff
  };

  private final Random random;

  Mutation(long seed) {
    this.random = new Random(seed);
  }

  byte[] of(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      bytes = edit(bytes);
    }
    return bytes;
  }

  private byte[] edit(byte[] bytes) {
    if (bytes.length == 0) {
      return random(1 + random.nextInt(20));
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
    return switch (random.nextInt(7)) {
      case 0 -> {
        bytes[from] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 1 -> {
        bytes[from] = (byte) HEADS[random.nextInt(HEADS.length)];
        yield bytes;
      }
      case 2 -> join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
      case 3 -> join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
      case 4 -> Arrays.copyOf(bytes, from);
      case 5 ->
          join(
              Arrays.copyOf(bytes, from),
              random(1 + random.nextInt(9)),
              Arrays.copyOfRange(bytes, from, bytes.length));
      default -> {
        Arrays.fill(bytes, from, to, (byte) 0xff);
        yield bytes;
      }
    };
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  String of(String valid) {
    return new String(of(valid.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
  }

  /** Another tree; the valid one is not changed. */
  JsonNode of(JsonNode valid) {
    JsonNode tree = valid.deepCopy();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(tree, containers);
      if (containers.isEmpty()) {
        return value(tree);
      }
      edit(containers.get(random.nextInt(containers.size())));
    }
    return tree;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private void edit(JsonNode container) {
    int at = random.nextInt(container.size());
    switch (container) {
      case ArrayNode array -> {
        if (random.nextBoolean()) {
          array.set(at, value(array.get(at)));
        } else if (random.nextBoolean()) {
          array.remove(at);
        } else {
          array.add(array.get(at).deepCopy());
        }
      }
      case ObjectNode object -> {
        String name = object.propertyStream().skip(at).findFirst().orElseThrow().getKey();
        if (random.nextInt(4) > 0) {
          object.set(name, value(object.get(name)));
        } else {
          JsonNode removed = object.remove(name);
          if (random.nextBoolean()) {
            object.set(of(name), removed);
          }
        }
      }
      default -> throw new AssertionError(container);
    }
  }

  private JsonNode value(JsonNode old) {
    return switch (random.nextInt(11)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.numberNode(random.nextLong());
      case 2 -> JSON.numberNode(1.5);
      case 3 -> JSON.booleanNode(random.nextBoolean());
      case 4 -> JSON.textNode("x".repeat(random.nextInt(3000)));
      case 5 -> JSON.objectNode();
      case 6 -> JSON.arrayNode().add(old.deepCopy());
      case 7 -> JSON.objectNode().set("$type", old.deepCopy());
      case 8 -> nested(100);
      case 9 -> JSON.textNode("\ud800");
      default -> old.isTextual() ? JSON.textNode(of(old.textValue())) : JSON.textNode("");
    };
  }

  private static JsonNode nested(int depth) {
    JsonNode nested = JSON.arrayNode();
    for (int i = 0; i < depth; i++) {
      nested = JSON.arrayNode().add(nested);
    }
    return nested;
  }
}
