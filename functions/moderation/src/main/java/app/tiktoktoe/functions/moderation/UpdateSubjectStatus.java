package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * {@code com.atproto.admin.updateSubjectStatus}: takes accounts and blobs down and gives them back.
 * When it answers, what played of them does no longer, or does again; asked again, it makes good
 * what broke off.
 */
final class UpdateSubjectStatus implements XrpcMethod {
  /** What a takedown without a reference of the operator's own is called. */
  private static final String UNNAMED = "takedown";

  private final Takedowns takedowns;
  private final Playback playback;

  UpdateSubjectStatus(Takedowns takedowns, Playback playback) {
    this.takedowns = takedowns;
    this.playback = playback;
  }

  @Override
  public Reply call(Call call) {
    Subject subject = Subject.of(call.input().path("subject"));
    if (call.input().has("deactivated")) {
      return Refusal.invalid("Only its owner deactivates an account");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", subject.json());
    JsonNode takedown = call.input().get("takedown");
    if (takedown == null) {
      return Reply.json(answer);
    }
    answer.set("takedown", takedown);
    return takeDown(call, subject, reference(takedown))
        .<Reply>map(refusal -> refusal)
        .orElseGet(() -> Reply.json(answer));
  }

  private Optional<Refusal> takeDown(Call call, Subject subject, Optional<String> reference) {
    return switch (subject) {
      case Subject.OfAccount(var did) -> {
        Optional<Refusal> refusal = takedowns.takeDown(call.session(), did, reference);
        if (refusal.isEmpty()) {
          playback.settle(did);
        }
        yield refusal;
      }
      case Subject.OfBlob(var did, var cid) -> {
        if (!takedowns.takeDownBlob(call.session(), did, cid, reference)) {
          yield Optional.of(Subject.notFound());
        }
        playback.settle(did, cid);
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> reference(JsonNode takedown) {
    return takedown.path("applied").asBoolean()
        ? Optional.of(takedown.path("ref").asText(UNNAMED))
        : Optional.empty();
  }
}
