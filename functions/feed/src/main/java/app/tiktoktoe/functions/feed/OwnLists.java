package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Answers with a page of accounts that the viewer's document lists whole, for a read per account
 * shown; those that are hidden are left out. Thread-safe.
 *
 * <p>A cursor is {@code {accounts left}::{last account}}. It goes on after the account and, where
 * that has left the list, with the accounts that were left.
 */
final class OwnLists {
  private static final String SEPARATOR = "::";

  private final Actors actors;
  private final AccountViews views;

  OwnLists(Actors actors, AccountViews views) {
    this.actors = actors;
    this.views = views;
  }

  /**
   * Answers {@code call}.
   *
   * @param field the name of the list
   */
  Reply answer(Call call, String field, Viewer viewer, List<Did> newestFirst) {
    int start = call.findText("cursor").map(text -> start(text, newestFirst)).orElse(0);
    int end = Math.min(start + call.number("limit"), newestFirst.size());
    List<Did> page = newestFirst.subList(start, end);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (end < newestFirst.size()) {
      answer.put("cursor", newestFirst.size() - end + SEPARATOR + page.getLast());
    }
    ArrayNode list = answer.putArray(field);
    actors.find(page).values().forEach(actor -> list.add(views.profile(actor, viewer)));
    return Reply.json(answer);
  }

  private static int start(String cursor, List<Did> newestFirst) {
    String[] parts = cursor.split(SEPARATOR, 2);
    if (parts.length < 2 || !parts[0].matches("[0-9]{1,9}") || !Did.isValid(parts[1])) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
    int last = newestFirst.indexOf(Did.parse(parts[1]));
    return last < 0 ? Math.max(0, newestFirst.size() - Integer.parseInt(parts[0])) : last + 1;
  }
}
