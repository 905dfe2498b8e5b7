package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.json.AccountViews;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What stands where a post does not: one that is gone, or one the viewer may not see. */
final class Absent {
  private Absent() {}

  static ObjectNode notFound(String type, AtUri uri) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$type", type)
        .put("uri", uri.toString())
        .put("notFound", true);
  }

  static ObjectNode blocked(String type, AtUri uri, Did author, Hydration hydration) {
    ObjectNode view =
        JsonNodeFactory.instance
            .objectNode()
            .put("$type", type)
            .put("uri", uri.toString())
            .put("blocked", true);
    ObjectNode shown = view.putObject("author").put("did", author.value());
    Viewer viewer = hydration.viewer();
    if (viewer != null) {
      shown.set("viewer", AccountViews.relation(author, viewer));
    }
    return view;
  }
}
