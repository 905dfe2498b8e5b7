package app.tiktoktoe.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a call needs to be permitted. */
public sealed interface Need {
  /** To read or change part of an account. */
  record Account(String attribute, boolean manage) implements Need {}

  /** To upload bytes of a media type. */
  record Blob(String mediaType) implements Need {}

  /** To change part of the identity; {@code *} for all of it. */
  record Identity(String attribute) implements Need {}

  /** To write a record. */
  record Repo(String collection, RepoAction action) implements Need {}

  /**
   * To call a method of a service.
   *
   * @param method {@code *} for any
   * @param audience a DID with the fragment that names the service
   */
  record Rpc(String method, String audience) implements Need {
    boolean isChat() {
      return method.startsWith("chat.bsky.");
    }
  }

  /** The narrowest scope that permits this, for the person who writes the app. */
  default String scope() {
    return switch (this) {
      case Account(String attribute, boolean manage) ->
          "account:" + attribute + (manage ? "?action=manage" : "");
      case Blob(String type) -> "blob:" + type;
      case Identity(String attribute) -> "identity:" + attribute;
      case Repo(String collection, RepoAction action) ->
          "repo:" + collection + "?action=" + action.name().toLowerCase(Locale.ROOT);
      case Rpc(String method, String audience) ->
          "rpc:"
              + method
              + "?aud="
              + URLEncoder.encode(audience, StandardCharsets.UTF_8).replace("%3A", ":");
    };
  }
}
