package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import java.time.Instant;

/**
 * That an account posted, replied or reposted.
 *
 * @param sortAt its place in timelines, in milliseconds
 * @param rkey the key of the post, or of the repost
 * @param author who posted or reposted
 */
public record TimelineEntry(Instant sortAt, Kind kind, Tid rkey, Did author) {
  /** What was done. */
  public enum Kind {
    POST(0, "app.bsky.feed.post"),
    REPLY(1, "app.bsky.feed.post"),
    REPOST(2, "app.bsky.feed.repost");

    private final int code;
    private final String collection;

    Kind(int code, String collection) {
      this.code = code;
      this.collection = collection;
    }

    /** The kind in the stored form. */
    int code() {
      return code;
    }

    static Kind ofCode(int code) {
      return switch (code) {
        case 0 -> POST;
        case 1 -> REPLY;
        case 2 -> REPOST;
        default -> throw new IllegalStateException("timeline entry of kind " + code);
      };
    }

    /** The collection of the record that did it. */
    public Nsid collection() {
      return Nsid.parse(collection);
    }
  }

  /** Cuts the time to what is stored. */
  public TimelineEntry {
    sortAt = Instant.ofEpochMilli(Math.max(0, sortAt.toEpochMilli()));
  }

  /** The record: a post, or a repost whose document names the post. */
  public AtUri uri() {
    return AtUri.of(author, kind.collection(), RecordKey.parse(rkey.value()));
  }

  /** The stored form, at most 32 bytes. */
  public byte[] encode() {
    return PackedEntry.of(this).bytes();
  }
}
