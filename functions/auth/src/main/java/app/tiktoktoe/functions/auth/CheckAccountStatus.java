package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.HomeCheck;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.RepositoryCounts;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** {@code com.atproto.server.checkAccountStatus}. */
final class CheckAccountStatus implements XrpcMethod {
  private final Accounts accounts;
  private final RepositoryCounts counts;
  private final Preferences preferences;
  private final HomeCheck home;

  CheckAccountStatus(
      Accounts accounts, RepositoryCounts counts, Preferences preferences, HomeCheck home) {
    this.accounts = accounts;
    this.counts = counts;
    this.preferences = preferences;
    this.home = home;
  }

  @Override
  public Reply call(Call call) {
    Did did = call.session().did();
    Optional<Account> account = accounts.find(did);
    Optional<RepositoryCounts.Counts> counted = counts.count(did);
    if (account.isEmpty() || counted.isEmpty()) {
      return Refusal.of("AccountNotFound", "user not found");
    }
    boolean isHere = home.problem(did, account.get().signingKey()).isEmpty();
    return answer(counted.get(), isHere, preferences.get(did).size());
  }

  private static Reply answer(RepositoryCounts.Counts counted, boolean isHere, int settings) {
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("activated", counted.repository().status() == RepositoryStatus.ACTIVE)
            .put("validDid", isHere)
            .put("repoCommit", counted.repository().commit().toString())
            .put("repoRev", counted.repository().rev().toString())
            .put("repoBlocks", counted.repoBlocks())
            .put("indexedRecords", counted.indexedRecords())
            .put("privateStateValues", settings)
            .put("expectedBlobs", counted.expectedBlobs())
            .put("importedBlobs", counted.importedBlobs()));
  }
}
