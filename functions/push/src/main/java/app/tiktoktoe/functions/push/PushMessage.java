package app.tiktoktoe.functions.push;

import java.util.Map;

/**
 * What a phone shows.
 *
 * @param collapseKey a later message with the same key replaces an earlier one
 * @param data for the app that is opened by a tap
 */
record PushMessage(String title, String body, String collapseKey, Map<String, String> data) {
  PushMessage {
    data = Map.copyOf(data);
  }
}
