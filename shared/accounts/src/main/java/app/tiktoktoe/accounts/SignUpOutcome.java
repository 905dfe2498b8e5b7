package app.tiktoktoe.accounts;

import app.tiktoktoe.xrpc.Refusal;

/** What came of a sign-up. */
public sealed interface SignUpOutcome {
  /** The account exists, and this is its first session. */
  record Created(Account account, Sessions.Tokens tokens) implements SignUpOutcome {}

  /** There is no account. */
  record Refused(Refusal refusal) implements SignUpOutcome {}
}
