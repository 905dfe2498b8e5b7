package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;

/**
 * Reads the tokens by which Firebase Auth says who somebody is, and makes those by which it is told
 * so. Implementations are thread-safe.
 */
public interface FirebaseTokens {
  /** Firebase names nobody by more characters. */
  int MAX_UID = 128;

  /**
   * Whom an ID token names: good is only one that Firebase signed for our project, that has not
   * expired, whose user is neither disabled nor signed out everywhere since, has shown that an
   * e-mail address is theirs where they have one, and has signed in with a provider rather than as
   * nobody or with {@link #custom}.
   */
  Known read(String idToken);

  /** A token that an app signs in to Firebase with, good for an hour, as the account itself. */
  Made custom(Did account);

  /** What an ID token says. */
  sealed interface Known {
    /**
     * A person.
     *
     * @param uid Firebase's name of them, at most {@link #MAX_UID} characters
     */
    record Person(String uid) implements Known {
      /** Shows nobody's name. */
      @Override
      public String toString() {
        return "Person[hidden]";
      }
    }

    /** Nothing that we believe; or Firebase cannot be asked now. */
    record Refused(Refusal refusal) implements Known {}
  }

  /** What came of making a token. */
  sealed interface Made {
    /** The token. */
    record Token(String text) implements Made {
      /** Shows no token. */
      @Override
      public String toString() {
        return "Token[hidden]";
      }
    }

    /** No token. */
    record Refused(Refusal refusal) implements Made {}
  }
}
