package app.tiktoktoe.emulators.storage;

import static app.tiktoktoe.emulators.storage.StorageFixture.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call the product makes through Google's own client. */
class GoogleClientTest {
  @TempDir Path directory;
  private StorageFixture fixture;
  private Storage client;

  @BeforeEach
  void start() throws Exception {
    fixture = new StorageFixture(directory.resolve("data"));
    client = fixture.client;
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Blob create(String name, String content) {
    return client.create(BlobInfo.newBuilder(BUCKET, name).build(), content.getBytes(UTF_8));
  }

  @Test
  void createsAndReadsWithAllMetadata() {
    BlobInfo info =
        BlobInfo.newBuilder(BUCKET, "p/o 1+ä")
            .setContentType("text/plain")
            .setCacheControl("public, max-age=60")
            .setContentDisposition("inline")
            .setContentLanguage("de")
            .setMetadata(Map.of("did", "did:plc:x"))
            .build();
    Blob created = client.create(info, "hello world".getBytes(UTF_8));
    assertTrue(created.getGeneration() > 0);

    Blob blob = client.get(BUCKET, "p/o 1+ä");
    assertEquals(created.getGeneration(), blob.getGeneration());
    assertEquals(1L, blob.getMetageneration());
    assertEquals(11L, blob.getSize());
    assertEquals("XrY7u+Ae7tCTyyK7j1rNww==", blob.getMd5());
    assertEquals("yZRlqg==", blob.getCrc32c());
    assertEquals("text/plain", blob.getContentType());
    assertEquals("public, max-age=60", blob.getCacheControl());
    assertEquals("inline", blob.getContentDisposition());
    assertEquals("de", blob.getContentLanguage());
    assertEquals(Map.of("did", "did:plc:x"), blob.getMetadata());
    assertNotNull(blob.getEtag());
    assertNotNull(blob.getCreateTimeOffsetDateTime());
    assertNotNull(blob.getUpdateTimeOffsetDateTime());
    assertEquals("hello world", new String(client.readAllBytes(blob.getBlobId()), UTF_8));
    assertNull(client.get(BUCKET, "absent"));
    assertEquals(
        404,
        assertThrows(StorageException.class, () -> client.readAllBytes(BUCKET, "absent"))
            .getCode());
  }

  @Test
  void readsRanges() throws Exception {
    Blob blob = create("o", "0123456789");
    try (ReadChannel reader = client.reader(blob.getBlobId())) {
      reader.seek(2);
      reader.limit(6);
      ByteBuffer buffer = ByteBuffer.allocate(10);
      while (reader.read(buffer) >= 0) {}
      assertEquals("2345", new String(buffer.array(), 0, buffer.position(), UTF_8));
    }
  }

  @Test
  void uploadsResumably() throws Exception {
    byte[] bytes = new byte[614_400];
    new Random(1).nextBytes(bytes);
    try (WriteChannel writer =
        client.writer(
            BlobInfo.newBuilder(BUCKET, "big").setContentType("video/mp4").build(),
            Storage.BlobWriteOption.doesNotExist())) {
      writer.setChunkSize(262_144);
      writer.write(ByteBuffer.wrap(bytes));
    }
    assertArrayEquals(bytes, client.readAllBytes(BUCKET, "big"));
    assertEquals("video/mp4", client.get(BUCKET, "big").getContentType());

    Blob from =
        client.createFrom(
            BlobInfo.newBuilder(BUCKET, "from").build(), new ByteArrayInputStream(bytes));
    assertEquals(614_400L, from.getSize());
    Path file = Files.write(directory.resolve("file"), bytes);
    assertEquals(
        614_400L, client.createFrom(BlobInfo.newBuilder(BUCKET, "file").build(), file).getSize());
    client.createFrom(
        BlobInfo.newBuilder(BUCKET, "empty").build(), new ByteArrayInputStream(new byte[0]));
    assertEquals(0, client.readAllBytes(BUCKET, "empty").length);
  }

  @Test
  void capturedWriterGoesOnAfterRestart() throws Exception {
    byte[] bytes = new byte[600_000];
    new Random(2).nextBytes(bytes);
    WriteChannel writer = client.writer(BlobInfo.newBuilder(BUCKET, "resumed").build());
    writer.setChunkSize(262_144);
    writer.write(ByteBuffer.wrap(bytes, 0, 300_000));
    var state = writer.capture();
    try (WriteChannel second = state.restore()) {
      second.write(ByteBuffer.wrap(bytes, 300_000, 300_000));
    }
    assertArrayEquals(bytes, client.readAllBytes(BUCKET, "resumed"));
  }

  @Test
  void listsByPrefixDelimiterPagesAndOffsets() {
    for (String name : List.of("a", "a-b", "a/1", "a/2", "a/x/3", "a0", "b/1", "é", "//")) {
      create(name, name);
    }
    assertEquals(List.of("//", "a", "a-b", "a/1", "a/2", "a/x/3", "a0", "b/1", "é"), names());
    assertEquals(
        List.of("a/1", "a/2", "a/x/"),
        names(BlobListOption.prefix("a/"), BlobListOption.currentDirectory()));
    assertEquals(
        List.of("/", "a", "a-b", "a/", "a0", "b/", "é"),
        names(BlobListOption.currentDirectory(), BlobListOption.pageSize(2)).stream()
            .sorted()
            .toList());
    assertEquals(
        List.of("a/1", "a/2", "a/x/3", "a0"),
        names(
            BlobListOption.startOffset("a/1"),
            BlobListOption.endOffset("b"),
            BlobListOption.pageSize(1)));
    assertEquals(List.of(), names(BlobListOption.prefix("nothing")));
  }

  private List<String> names(BlobListOption... options) {
    List<String> names = new ArrayList<>();
    client.list(BUCKET, options).iterateAll().forEach(blob -> names.add(blob.getName()));
    return names;
  }

  @Test
  void keepsPreconditions() {
    Blob first = create("o", "1");
    BlobInfo info = BlobInfo.newBuilder(BUCKET, "o").build();
    assertEquals(
        412,
        assertThrows(
                StorageException.class,
                () -> client.create(info, new byte[1], BlobTargetOption.doesNotExist()))
            .getCode());
    Blob second =
        client.create(
            BlobInfo.newBuilder(first.getBlobId()).build(),
            "2".getBytes(UTF_8),
            BlobTargetOption.generationMatch());
    assertTrue(second.getGeneration() > first.getGeneration());
    assertThrows(
        StorageException.class,
        () -> client.delete(BUCKET, "o", BlobSourceOption.generationMatch(first.getGeneration())));
    assertTrue(
        client.delete(BUCKET, "o", BlobSourceOption.generationMatch(second.getGeneration())));
    assertFalse(client.delete(BUCKET, "o"));
  }

  @Test
  void exactlyOneOfRacingWritersWins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (int round = 0; round < 5; round++) {
        String name = "race" + round;
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          byte[] content = {(byte) i};
          writers.add(() -> tryCreate(name, content));
        }
        int won = 0;
        for (Future<Integer> writer : threads.invokeAll(writers)) {
          won += writer.get();
        }
        assertEquals(1, won);
      }
    }
  }

  private int tryCreate(String name, byte[] content) {
    try {
      client.create(
          BlobInfo.newBuilder(BUCKET, name).build(), content, BlobTargetOption.doesNotExist());
      return 1;
    } catch (StorageException e) {
      assertEquals(412, e.getCode());
      return 0;
    }
  }

  @Test
  void composes() {
    List<String> parts = IntStream.range(0, 32).mapToObj(i -> "part" + i).toList();
    parts.forEach(part -> create(part, part + ";"));
    Blob composed =
        client.compose(
            Storage.ComposeRequest.newBuilder()
                .addSource(parts)
                .setTarget(
                    BlobInfo.newBuilder(BUCKET, "whole").setContentType("text/plain").build())
                .setTargetOptions(BlobTargetOption.doesNotExist())
                .build());
    assertEquals(
        String.join(";", parts) + ";", new String(client.readAllBytes(BUCKET, "whole"), UTF_8));
    assertNull(composed.getMd5());
    assertEquals("text/plain", composed.getContentType());
    assertEquals(
        404,
        assertThrows(
                StorageException.class,
                () -> client.compose(Storage.ComposeRequest.of(BUCKET, List.of("no"), "t")))
            .getCode());
  }

  @Test
  void copies() {
    BlobInfo source =
        BlobInfo.newBuilder(BUCKET, "source")
            .setContentType("image/png")
            .setMetadata(Map.of("k", "v"))
            .build();
    client.create(source, "pixels".getBytes(UTF_8));
    CopyWriter writer =
        client.copy(
            Storage.CopyRequest.of(BUCKET, "source", BlobId.of(StorageFixture.PUBLIC, "a/b")));
    Blob copy = writer.getResult();
    assertEquals("image/png", copy.getContentType());
    assertEquals(Map.of("k", "v"), copy.getMetadata());
    assertEquals("pixels", new String(copy.getContent(), UTF_8));
  }

  @Test
  void patches() {
    Blob blob = create("o", "content");
    Map<String, String> added = new HashMap<>(Map.of("a", "1", "b", "2"));
    Blob patched =
        client.update(
            blob.toBuilder().setCacheControl("no-store").setMetadata(added).build(),
            BlobTargetOption.metagenerationMatch());
    assertEquals(2L, patched.getMetageneration());
    assertEquals(blob.getGeneration(), patched.getGeneration());
    assertEquals("no-store", patched.getCacheControl());
    assertEquals(added, patched.getMetadata());
    assertEquals("content", new String(client.readAllBytes(BUCKET, "o"), UTF_8));
    assertThrows(
        StorageException.class,
        () ->
            client.update(
                blob.toBuilder().setCacheControl("public").build(),
                BlobTargetOption.metagenerationMatch()));
  }

  @Test
  void deletesInBatches() {
    create("a", "1");
    create("b/c d", "2");
    List<Boolean> deleted =
        client.delete(
            BlobId.of(BUCKET, "a"), BlobId.of(BUCKET, "b/c d"), BlobId.of(BUCKET, "absent"));
    assertEquals(List.of(true, true, false), deleted);
    assertEquals(List.of(), names());
  }

  @Test
  void managesBuckets() {
    Bucket bucket = client.create(BucketInfo.of("another-bucket"));
    assertEquals("another-bucket", client.get("another-bucket").getName());
    assertNull(client.get("no-such-bucket"));
    assertEquals(
        409,
        assertThrows(StorageException.class, () -> client.create(BucketInfo.of("another-bucket")))
            .getCode());
    List<String> names = new ArrayList<>();
    client.list().iterateAll().forEach(one -> names.add(one.getName()));
    assertTrue(names.containsAll(List.of("another-bucket", BUCKET)));
    bucket.create("o", new byte[] {1});
    assertEquals(409, assertThrows(StorageException.class, bucket::delete).getCode());
    assertTrue(client.delete("another-bucket", "o"));
    assertTrue(bucket.delete());
    assertEquals(
        404,
        assertThrows(StorageException.class, () -> client.list("another-bucket").getValues())
            .getCode());
  }

  @Test
  void survivesARestart() throws Exception {
    Blob before = create("kept/o", "content");
    fixture.close();
    fixture = new StorageFixture(directory.resolve("data"));
    client = fixture.client;
    assertEquals(before.getGeneration(), client.get(BUCKET, "kept/o").getGeneration());
    assertEquals("content", new String(client.readAllBytes(BUCKET, "kept/o"), UTF_8));
    assertTrue(create("kept/o", "new").getGeneration() > before.getGeneration());
  }
}
