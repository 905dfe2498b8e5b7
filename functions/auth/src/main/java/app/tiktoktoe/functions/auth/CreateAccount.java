package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.MovingIn;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignUp;
import app.tiktoktoe.accounts.SignUpOutcome;
import app.tiktoktoe.accounts.SignUpRequest;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.server.createAccount}. */
final class CreateAccount implements XrpcMethod {
  private final SignUp signUp;
  private final MovingIn movingIn;
  private final SessionJson json;

  CreateAccount(SignUp signUp, MovingIn movingIn, SessionJson json) {
    this.signUp = signUp;
    this.movingIn = movingIn;
    this.json = json;
  }

  @Override
  public Reply call(Call call) {
    SignUpRequest request = request(call.input(), call.clientAddress());
    Optional<Did> did = Optional.ofNullable(call.input().path("did").textValue()).map(Did::parse);
    SignUpOutcome outcome =
        did.isPresent()
            ? movingIn.run(did.get(), request, call.header("Authorization"))
            : signUp.run(request);
    return switch (outcome) {
      case SignUpOutcome.Created(Account account, Sessions.Tokens tokens) ->
          json.created(account, tokens);
      case SignUpOutcome.Refused(Refusal refusal) -> refusal;
    };
  }

  private static SignUpRequest request(ObjectNode input, String clientAddress) {
    if (input.has("plcOp")) {
      throw Refusal.invalid("Unsupported input: \"plcOp\"").asException();
    }
    return new SignUpRequest(
        Handle.parse(required(input, "handle")),
        email(required(input, "email")),
        required(input, "password"),
        Optional.ofNullable(input.path("inviteCode").textValue()).filter(code -> !code.isEmpty()),
        recoveryKey(input),
        clientAddress);
  }

  private static String required(ObjectNode input, String field) {
    String value = input.path(field).asText();
    if (value.isEmpty()) {
      throw Refusal.invalid("An account needs " + field).asException();
    }
    return value;
  }

  private static EmailAddress email(String text) {
    if (!EmailAddress.isValid(text)) {
      throw Refusal.invalid("This email address is not supported, please use a different email.")
          .asException();
    }
    return new EmailAddress(text);
  }

  private static Optional<PublicKey> recoveryKey(ObjectNode input) {
    try {
      return Optional.ofNullable(input.path("recoveryKey").textValue()).map(PublicKey::parseDidKey);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("recoveryKey must be a did:key on k256 or P-256").asException();
    }
  }
}
