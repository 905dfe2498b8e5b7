package app.tiktoktoe.emulators.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.storage.BlobInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameTreeTest {
  private static final List<String> ODD =
      List.of(
          "../../escaped",
          "../x",
          "a/../../b",
          "a//b",
          "/absolute",
          "trailing/",
          "a/./b",
          "a\\..\\b",
          "%2e%2e/%2F",
          "~",
          "a=",
          "a+",
          "A",
          "a",
          "^a",
          "*",
          "a b+c",
          "C:\\x",
          "\uD83D\uDE00",
          "\uFFFD",
          "x".repeat(1024),
          "Ä".repeat(512),
          "x".repeat(200) + "/" + "x".repeat(201) + "/-",
          "x".repeat(201) + "-",
          "x".repeat(201) + "/");

  @TempDir Path directory;

  private static final class AllNames implements NameTree.Visitor {
    private final List<String> names = new ArrayList<>();

    @Override
    public boolean enters(String prefix) {
      return true;
    }

    @Override
    public boolean visit(String name, Path file) throws IOException {
      assertEquals(name, Files.readString(file));
      names.add(name);
      return true;
    }
  }

  private static List<String> inUtf8Order(List<String> names) {
    return names.stream()
        .sorted(
            (a, b) ->
                Arrays.compareUnsigned(
                    a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<String> walk(NameTree tree) throws IOException {
    AllNames all = new AllNames();
    tree.walk(all);
    return all.names;
  }

  private void put(NameTree tree, String name) throws IOException {
    tree.put(name, Files.writeString(Files.createTempFile(directory, "new", null), name));
  }

  @Test
  void holdsOddNamesInsideAndInOrder() throws Exception {
    Path root = directory.resolve("deep/root");
    NameTree tree = new NameTree(root);
    for (String name : ODD) {
      assertTrue(tree.file(name).normalize().startsWith(root), name);
      put(tree, name);
    }
    assertEquals(inUtf8Order(ODD), walk(tree));
    for (String name : ODD) {
      tree.remove(name);
    }
    assertTrue(tree.isEmpty());
    try (Stream<Path> left = Files.list(root)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void holdsRandomNamesInOrder() throws Exception {
    Random random = new Random(7);
    String alphabet = "aAbZ/.-~=+%^_0 \u00e4\u20ac\uFFFD";
    NameTree tree = new NameTree(directory.resolve("root"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder name = new StringBuilder("n");
      for (int length = random.nextInt(12); length > 0; length--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (random.nextInt(4) == 0) {
        name.appendCodePoint(0x1F600 + random.nextInt(4));
      }
      names.add(name.toString());
    }
    List<String> distinct = names.stream().distinct().toList();
    for (String name : distinct) {
      put(tree, name);
    }
    assertEquals(inUtf8Order(distinct), walk(tree));
  }

  @Test
  void keepsOddNamesThroughGooglesClient() throws Exception {
    StorageFixture fixture = new StorageFixture(directory.resolve("data"));
    try {
      for (String name : ODD) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        fixture.client.create(BlobInfo.newBuilder(StorageFixture.BUCKET, name).build(), content);
        assertEquals(
            name,
            new String(
                fixture.client.readAllBytes(StorageFixture.BUCKET, name), StandardCharsets.UTF_8));
      }
      List<String> listed = new ArrayList<>();
      fixture
          .client
          .list(StorageFixture.BUCKET)
          .iterateAll()
          .forEach(blob -> listed.add(blob.getName()));
      assertEquals(inUtf8Order(ODD), listed);
    } finally {
      fixture.close();
    }
    try (Stream<Path> outside = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("data")), outside.toList());
    }
    assertFalse(Files.exists(directory.resolve("escaped")));
  }
}
