package app.tiktoktoe.functions.feed;

import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code cursor}. */
final class Cursors {
  private Cursors() {}

  static @Nullable Cursor of(Call call) {
    return call.findText("cursor").map(Cursors::parse).orElse(null);
  }

  private static Cursor parse(String text) {
    try {
      return Cursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
  }

  static void put(ObjectNode answer, @Nullable Cursor next) {
    if (next != null) {
      answer.put("cursor", next.toString());
    }
  }
}
