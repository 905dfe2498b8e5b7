package app.tiktoktoe.media.captions;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.media.ServedVideo;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves captions in the bucket that videos play from, at {@code
 * vid/{did}/{cid}/captions-{hash}/playlist.m3u8}. Doing it again writes the same bytes at the same
 * address. Thread-safe.
 *
 * <p>Costs two reads of objects and a write, and for each caption what {@link Files} reads and two
 * writes, and what {@link Settling} does.
 */
public final class CaptionServing {
  /** The largest file that is read, as {@code app.bsky.embed.video#caption} has it. */
  public static final int MAX_FILE_BYTES = 20_000;

  /** The most languages of one video, as {@code app.bsky.embed.video} has it. */
  public static final int MAX_LANGUAGES = 20;

  private static final String FOREVER = "public, max-age=31536000, immutable";

  private final Supplier<Storage> storage;
  private final String bucket;
  private final Files files;
  private final Settling settling;
  private final StructuredLog log;

  /**
   * Serves from {@code bucket}.
   *
   * @param files where the accounts' blobs are
   * @param settling is asked after each writing
   */
  public CaptionServing(
      Supplier<Storage> storage, String bucket, Files files, Settling settling, StructuredLog log) {
    this.storage = storage;
    this.bucket = bucket;
    this.files = files;
    this.settling = settling;
    this.log = log;
  }

  /** Finds blobs. */
  @FunctionalInterface
  public interface Files {
    /** The bytes of a blob; empty when there is none or it has more than {@code limitBytes}. */
    Optional<byte[]> read(Did did, Cid cid, int limitBytes);
  }

  /**
   * Withholds a video that was taken down while captions of it were written, and these with it, as
   * {@link app.tiktoktoe.media.PlayableVideos#settle(Did, Cid)} does.
   */
  @FunctionalInterface
  public interface Settling {
    /** Makes what can be played of a video be what may be played. */
    void settle(Did did, Cid video);
  }

  /**
   * Serves what can be served; what is no WebVTT is left out and logged.
   *
   * @param captions the blob of each language, in the order in which a player lists them
   * @return the hash in the address; empty when nothing is left or the video is not served
   * @throws StorageException when the bucket does not answer: nobody knows of the address yet
   */
  public Optional<String> serve(Did did, Cid video, Map<LanguageTag, Cid> captions) {
    List<Caption> readable = readable(did, captions);
    String folder = new ServedVideo(did, video).folder();
    Optional<String> master =
        readable.isEmpty() ? Optional.empty() : text(folder + CaptionSet.MASTER);
    Optional<String> variant =
        master.flatMap(CaptionedMaster::firstVariant).flatMap(name -> text(folder + name));
    if (variant.isEmpty()) {
      return Optional.empty();
    }
    CaptionSet set = CaptionSet.of(master.orElseThrow(), variant.get(), readable);
    String hash = set.hash();
    set.files().forEach((name, bytes) -> write(folder + "captions-" + hash + "/" + name, bytes));
    settling.settle(did, video);
    return Optional.of(hash);
  }

  private List<Caption> readable(Did did, Map<LanguageTag, Cid> captions) {
    List<Caption> readable = new ArrayList<>();
    captions.entrySet().stream()
        .limit(MAX_LANGUAGES)
        .forEach(
            entry -> {
              Optional<byte[]> file = files.read(did, entry.getValue(), MAX_FILE_BYTES);
              Optional<WebVtt> text = file.flatMap(WebVtt::parse);
              text.ifPresent(found -> readable.add(new Caption(entry.getKey(), found)));
              note(file.isPresent(), text);
            });
    return readable;
  }

  private void note(boolean found, Optional<WebVtt> text) {
    int skipped = text.map(WebVtt::skipped).orElse(0);
    if (text.isEmpty() || skipped > 0) {
      log.info(
          text.isEmpty() ? "captions left out" : "captions in part",
          entry -> entry.put("found", found).put("skipped", skipped));
    }
  }

  private Optional<String> text(String name) {
    try {
      byte[] bytes = storage.get().readAllBytes(BlobId.of(bucket, name));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (StorageException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void write(String name, byte[] bytes) {
    String type = name.endsWith(".vtt") ? "text/vtt" : "application/vnd.apple.mpegurl";
    BlobInfo info =
        BlobInfo.newBuilder(bucket, name).setContentType(type).setCacheControl(FOREVER).build();
    storage.get().create(info, bytes);
  }
}
