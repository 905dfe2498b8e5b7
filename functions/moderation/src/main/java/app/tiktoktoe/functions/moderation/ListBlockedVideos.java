package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** {@code app.tiktoktoe.admin.listBlockedVideos}. */
final class ListBlockedVideos implements XrpcMethod {
  private final VideoBlocklist blocklist;

  ListBlockedVideos(VideoBlocklist blocklist) {
    this.blocklist = blocklist;
  }

  @Override
  public Reply call(Call call) {
    VideoBlocklist.Page page;
    try {
      page = blocklist.page(call.number("limit"), call.findText("cursor"));
    } catch (IllegalArgumentException e) {
      return Refusal.invalid("Malformed cursor");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    page.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    ArrayNode videos = json.putArray("videos");
    page.entries().forEach(entry -> add(videos.addObject(), entry));
    return Reply.json(json);
  }

  private static void add(ObjectNode json, VideoBlocklist.Entry entry) {
    json.put("cid", entry.video().id().toString());
    entry.video().original().ifPresent(original -> json.put("original", original.toString()));
    json.put("pictures", entry.video().looks().pictures().size());
    json.put("reason", entry.video().reason());
    json.put("blockedBy", entry.by());
    Instant at = Instant.ofEpochSecond(entry.at().getSeconds(), entry.at().getNanos());
    json.put("blockedAt", at.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
