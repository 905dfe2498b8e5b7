package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** {@code app.tiktoktoe.admin.blockVideo}. */
final class BlockVideo implements XrpcMethod {
  private final VideoBlocking blocking;

  BlockVideo(VideoBlocking blocking) {
    this.blocking = blocking;
  }

  @Override
  public Reply call(Call call) {
    JsonNode input = call.input();
    Optional<Did> account = Optional.ofNullable(input.path("account").textValue()).map(Did::parse);
    String reason = input.path("reason").asText();
    if (reason.isBlank()) {
      return Refusal.invalid("A reason must not be blank");
    }
    return blocking
        .block(call.session(), VideoCid.of(input), account, reason)
        .map(BlockVideo::answer)
        .orElseGet(
            () -> VideoCid.notFound("The account has no such video; leave it out for the file"));
  }

  private static Reply answer(BlockedVideo video) {
    return Reply.json(
        JsonNodeFactory.instance.objectNode().put("pictures", video.looks().pictures().size()));
  }
}
