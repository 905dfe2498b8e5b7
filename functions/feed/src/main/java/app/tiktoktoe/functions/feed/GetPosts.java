package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * At most 25 posts by address, each once and in the order asked; left out is what is not there, is
 * addressed by handle, or is by an account that is blocked, either way.
 */
final class GetPosts implements XrpcMethod {
  private final ViewerSessions sessions;
  private final Hydrator hydrator;
  private final PostViews views;

  GetPosts(ViewerSessions sessions, Hydrator hydrator, PostViews views) {
    this.sessions = sessions;
    this.hydrator = hydrator;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.find(call);
    List<PostKey> keys =
        call.texts("uris").stream()
            .flatMap(uri -> PostKey.of(AtUri.parse(uri)).stream())
            .filter(key -> viewer == null || !viewer.isApartFrom(key.author()))
            .toList();
    List<Post> posts = List.copyOf(hydrator.posts(keys).values());
    Hydration hydration = hydrator.ofPosts(viewer, posts);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = answer.putArray("posts");
    posts.forEach(post -> shown.add(views.post(post, hydration)));
    return Reply.json(answer);
  }
}
