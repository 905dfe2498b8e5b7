package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.PlcUnavailableException;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignUp;
import app.tiktoktoe.accounts.SignUpOutcome;
import app.tiktoktoe.accounts.SignUpRequest;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** {@code com.atproto.server.createAccount}. */
final class CreateAccount implements XrpcMethod {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final SignUp signUp;
  private final SessionJson json;
  private final StructuredLog log;

  CreateAccount(SignUp signUp, SessionJson json, StructuredLog log) {
    this.signUp = signUp;
    this.json = json;
    this.log = log;
  }

  @Override
  public Reply call(Call call) {
    SignUpRequest request = request(call.input(), call.clientAddress());
    try {
      return switch (signUp.run(request)) {
        case SignUpOutcome.Created(Account account, Sessions.Tokens tokens) ->
            json.created(account, tokens);
        case SignUpOutcome.Refused(Refusal refusal) -> refusal;
      };
    } catch (PlcUnavailableException e) {
      log.error("the PLC directory is unavailable", e, entry -> {});
      return Refusal.unavailable("The PLC directory does not answer", RETRY_AFTER);
    }
  }

  private static SignUpRequest request(ObjectNode input, String clientAddress) {
    if (input.has("did") || input.has("plcOp")) {
      throw Refusal.of("IncompatibleDidDoc", "Moving an existing account here is not supported")
          .asException();
    }
    return new SignUpRequest(
        Handle.parse(required(input, "handle")),
        email(required(input, "email")),
        required(input, "password"),
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
