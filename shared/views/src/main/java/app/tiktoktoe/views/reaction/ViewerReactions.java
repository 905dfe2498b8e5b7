package app.tiktoktoe.views.reaction;

import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.post.PostKey;
import java.util.HashMap;
import java.util.Map;

/**
 * What a viewer did to the posts of some months.
 *
 * @param likes liked post to the record that says so
 * @param reposts reposted post to the record that says so
 */
public record ViewerReactions(Map<PostKey, RecordKey> likes, Map<PostKey, RecordKey> reposts) {
  /** Copies both. */
  public ViewerReactions {
    likes = Map.copyOf(likes);
    reposts = Map.copyOf(reposts);
  }

  static Map<PostKey, RecordKey> records(Fields fields, String field) {
    Map<PostKey, RecordKey> records = new HashMap<>();
    fields
        .texts(field)
        .forEach((key, rkey) -> records.put(PostKey.parse(key), RecordKey.parse(rkey)));
    return records;
  }
}
