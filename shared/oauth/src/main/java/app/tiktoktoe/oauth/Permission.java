package app.tiktoktoe.oauth;

import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One scope, understood.
 *
 * @see <a href="https://atproto.com/specs/permission">the specification</a>
 */
public sealed interface Permission {
  /** A scope without parameters. */
  enum Named implements Permission {
    /** The protocol itself; every token has it. */
    ATPROTO("atproto"),
    /** Records, blobs and calls of all kinds but private messages. */
    GENERIC("transition:generic"),
    /** The account's e-mail address. */
    EMAIL("transition:email"),
    /** Private messages. */
    CHAT("transition:chat.bsky");

    private final String scope;

    Named(String scope) {
      this.scope = scope;
    }

    /** The scope, as it is written. */
    public String scope() {
      return scope;
    }
  }

  /** Part of an account: {@code email} or {@code repo}. */
  record Account(String attribute, boolean manage) implements Permission {}

  /** Uploads of some media types. */
  record Blob(List<String> accept) implements Permission {
    /** Copies the list. */
    public Blob {
      accept = List.copyOf(accept);
    }
  }

  /** The identity: {@code handle}, or {@code *} for all of it. */
  record Identity(String attribute) implements Permission {}

  /** Writes to collections; {@code *} stands for each of them. */
  record Repo(Set<String> collections, Set<RepoAction> actions) implements Permission {
    /** Copies the sets. */
    public Repo {
      collections = Set.copyOf(collections);
      actions = Set.copyOf(actions);
    }
  }

  /** Calls of methods of a service; {@code *} stands for each of them. */
  record Rpc(Set<String> methods, String audience) implements Permission {
    /** Copies the set. */
    public Rpc {
      methods = Set.copyOf(methods);
    }
  }

  /** What a published permission set names. */
  record Include(Nsid set, Optional<String> audience) implements Permission {}

  /** Reads a scope; empty when it is none that is known here. */
  static Optional<Permission> parse(String scope) {
    for (Named named : Named.values()) {
      if (named.scope().equals(scope)) {
        return Optional.of(named);
      }
    }
    return ScopeSyntax.parse(scope).flatMap(PermissionReader::read);
  }

  /** Whether this permits {@code need}; a set of permissions permits nothing by itself. */
  default boolean permits(Need need) {
    return switch (need) {
      case Need.Account account -> permitsAccount(account);
      case Need.Blob(String type) ->
          this == Named.GENERIC
              || (this instanceof Blob mine && Scopes.isAccepted(mine.accept(), type));
      case Need.Identity(String attribute) ->
          this instanceof Identity mine
              && (mine.attribute().equals(Scopes.ANY) || mine.attribute().equals(attribute));
      case Need.Repo(String collection, RepoAction action) ->
          this == Named.GENERIC
              || (this instanceof Repo mine
                  && mine.actions().contains(action)
                  && contains(mine.collections(), collection));
      case Need.Rpc rpc -> permitsCall(rpc);
    };
  }

  private boolean permitsAccount(Need.Account need) {
    return switch (this) {
      case Named.EMAIL -> need.attribute().equals("email") && !need.manage();
      case Account mine ->
          mine.attribute().equals(need.attribute()) && (mine.manage() || !need.manage());
      default -> false;
    };
  }

  private boolean permitsCall(Need.Rpc need) {
    return switch (this) {
      case Named.GENERIC -> !need.isChat();
      case Named.CHAT -> need.isChat();
      case Rpc mine ->
          contains(mine.methods(), need.method())
              && (mine.audience().equals(Scopes.ANY) || mine.audience().equals(need.audience()));
      default -> false;
    };
  }

  private static boolean contains(Set<String> names, String name) {
    return names.contains(Scopes.ANY) || names.contains(name);
  }
}
