package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.repository.ImportOutcome;
import app.tiktoktoe.repository.ImportOutcome.Imported;
import app.tiktoktoe.repository.RepositoryImports;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * {@code com.atproto.repo.importRepo}: the account's repository becomes what a CAR from another
 * server has. Only a session with the account's own password may do that.
 */
final class ImportRepo implements XrpcMethod {
  static final String CAR = "application/vnd.ipld.car";

  private static final Duration OVERTAKEN_PAUSE = Duration.ofSeconds(5);

  private final RepositoryImports imports;
  private final RepoCar.Limits limits;

  ImportRepo(RepositoryImports imports, RepoCar.Limits limits) {
    this.imports = imports;
    this.limits = limits;
  }

  @Override
  public Reply call(Call call) {
    String type = call.contentType().orElse("");
    if (!type.equalsIgnoreCase(CAR)) {
      return Refusal.invalid("Wrong request encoding (Content-Type): " + type);
    }
    if (call.http().getContentLength() > limits.bytes()) {
      return Refusal.of(
          Refusal.Kind.TOO_LARGE,
          "PayloadTooLarge",
          "request entity too large: the limit is " + limits.bytes() + " bytes");
    }
    RepoCar car;
    try (InputStream body = new BufferedInputStream(call.body())) {
      car = RepoCar.read(body, limits);
    } catch (InvalidDataException | InvalidTreeException e) {
      return Refusal.invalid("This is no repository: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply(imports.run(call.session().did(), car, call.session().issuedAt()), call);
  }

  private static Reply reply(ImportOutcome outcome, Call call) {
    return switch (outcome) {
      case Imported imported -> Reply.empty();
      case ImportOutcome.Invalid(String message) -> Refusal.invalid(message);
      case ImportOutcome.RepoNotFound() ->
          Refusal.invalid("Could not find repo: " + call.session().did());
      case ImportOutcome.AccountInactive(RepositoryStatus status) -> Writer.inactive(status);
      case ImportOutcome.TokenRevoked() -> Writer.revoked();
      case ImportOutcome.RepoFull() ->
          Refusal.invalid("The repository has more records or collections than one can hold here");
      case ImportOutcome.Overtaken() ->
          Refusal.unavailable("Another import is under way", OVERTAKEN_PAUSE);
    };
  }
}
