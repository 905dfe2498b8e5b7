package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Tid;

/** What became of an import. Only {@link Imported} has changed what the repository is. */
public sealed interface ImportOutcome {
  /** The repository is what was imported, under a commit of ours. */
  record Imported(Cid commit, Tid rev, long records) implements ImportOutcome {}

  /** It is not a repository of this account, or not one that may be here; nothing was written. */
  record Invalid(String message) implements ImportOutcome {}

  /** There is no such repository here. */
  record RepoNotFound() implements ImportOutcome {}

  /** The account may not import. */
  record AccountInactive(RepositoryStatus status) implements ImportOutcome {}

  /** The token was revoked after it was issued. */
  record TokenRevoked() implements ImportOutcome {}

  /** There are more keys than a repository holds here; nothing was written. */
  record RepoFull() implements ImportOutcome {}

  /**
   * Another import or a change of the account came between. The repository may be {@linkplain
   * WriteOutcome.ImportIncomplete incomplete} until an import succeeds.
   */
  record Overtaken() implements ImportOutcome {}
}
