package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks passkeys to sign, and checks what they signed. A challenge is kept for 5 minutes, names what
 * its answer is good for, and is answered once. Thread-safe, also across instances.
 */
public final class Passkeys {
  /** How long a challenge can be answered. */
  static final Duration LIFETIME = Duration.ofMinutes(5);

  /** The most that an account may have. */
  static final int MAX = 20;

  private static final int MAX_CHALLENGES = 10;
  private static final int CHALLENGE_BYTES = 32;
  private static final String ADD = "add";
  private static final String TYPE = "public-key";

  private final FactorStore store;
  private final PasskeyVerifier verifier;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * On {@code firestore}; {@code random} is to be a secure one.
   *
   * @param origin of the pages on which passkeys are made and used; its host is what they are bound
   *     to
   */
  public Passkeys(
      Firestore firestore,
      Accounts accounts,
      URI origin,
      InstantSource clock,
      RandomGenerator random) {
    this.store = new FactorStore(firestore, accounts);
    this.verifier = new PasskeyVerifier(origin);
    this.clock = clock;
    this.random = random;
  }

  /** What a browser makes a passkey by: {@code PublicKeyCredentialCreationOptionsJSON}. */
  ObjectNode creation(Account account) {
    Asked asked = ask(account.did(), ADD);
    ObjectNode options = options(asked);
    options.putObject("rp").put("id", verifier.host()).put("name", verifier.host());
    options
        .putObject("user")
        .put("id", userId(account.did()))
        .put("name", account.handle().value())
        .put("displayName", account.handle().value());
    ArrayNode algorithms = options.putArray("pubKeyCredParams");
    PasskeyVerifier.ALGORITHMS.forEach(
        algorithm -> algorithms.addObject().put("type", TYPE).put("alg", algorithm.getValue()));
    options.set("excludeCredentials", descriptors(asked.record()));
    options
        .putObject("authenticatorSelection")
        .put("residentKey", "preferred")
        .put("userVerification", "preferred");
    return options.put("attestation", "none");
  }

  /** Tells nothing of the account to whoever holds the passkey. */
  private static String userId(Did did) {
    return base64(Sha256.digest(did.value().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What a browser uses a passkey by: {@code PublicKeyCredentialRequestOptionsJSON}. Costs a read
   * and a write; nothing for an account without a passkey, which gets none.
   */
  public Optional<ObjectNode> request(Account account, String purpose) {
    if (!account.factors().contains(Factor.PASSKEY)) {
      return Optional.empty();
    }
    Asked asked = ask(account.did(), purpose);
    ObjectNode options = options(asked);
    options.put("rpId", verifier.host()).put("userVerification", "preferred");
    options.set("allowCredentials", descriptors(asked.record()));
    return Optional.of(options);
  }

  private static ObjectNode options(Asked asked) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("challenge", asked.challenge())
        .put("timeout", LIFETIME.toMillis());
  }

  private static ArrayNode descriptors(FactorRecord record) {
    ArrayNode descriptors = JsonNodeFactory.instance.arrayNode();
    record.passkeys().forEach(key -> descriptors.addObject().put("type", TYPE).put("id", key.id()));
    return descriptors;
  }

  private record Asked(String challenge, FactorRecord record) {}

  private Asked ask(Did did, String purpose) {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    random.nextBytes(bytes);
    String challenge = base64(bytes);
    Instant now = clock.instant();
    for (int attempt = 0; attempt < FactorStore.MAX_TRIES; attempt++) {
      FactorRecord record = store.find(did);
      List<FactorRecord.Challenge> open =
          new ArrayList<>(
              record.challenges().stream().filter(asked -> now.isBefore(asked.until())).toList());
      open.add(new FactorRecord.Challenge(digest(challenge), purpose, now.plus(LIFETIME)));
      int first = Math.max(0, open.size() - MAX_CHALLENGES);
      if (store.replace(did, record.withChallenges(open.subList(first, open.size())))) {
        return new Asked(challenge, record);
      }
    }
    throw FactorStore.changing();
  }

  /**
   * The account's passkeys with a new one that answers a challenge of {@link #creation}; empty when
   * it does not. Writes nothing.
   */
  Optional<FactorRecord> added(FactorRecord record, String json, String name) {
    return PasskeyVerifier.readRegistration(json)
        .filter(made -> isOpen(record, made.challenge(), ADD))
        .flatMap(
            made ->
                verifier
                    .verify(made, name, clock.instant())
                    .filter(key -> find(record, key.id()).isEmpty())
                    .map(
                        key -> {
                          List<Passkey> keys = new ArrayList<>(record.passkeys());
                          keys.add(key);
                          return answered(record, made.challenge()).withPasskeys(keys);
                        }));
  }

  /**
   * Why what a passkey signed is not an answer to {@link #request} for the same purpose: {@code
   * InvalidToken}; nothing when it is. Costs a read and a write.
   */
  public Optional<Refusal> check(Account account, String purpose, String json) {
    Optional<PasskeyVerifier.Assertion> read = PasskeyVerifier.readAssertion(json);
    for (int attempt = 0; read.isPresent() && attempt < FactorStore.MAX_TRIES; attempt++) {
      FactorRecord record = store.find(account.did());
      Optional<FactorRecord> used = used(record, read.get(), purpose);
      if (used.isEmpty()) {
        return SecondFactors.invalid();
      }
      if (store.replace(account.did(), used.get())) {
        return Optional.empty();
      }
    }
    return SecondFactors.invalid();
  }

  private Optional<FactorRecord> used(
      FactorRecord record, PasskeyVerifier.Assertion assertion, String purpose) {
    if (!isOpen(record, assertion.challenge(), purpose)) {
      return Optional.empty();
    }
    return find(record, assertion.id())
        .flatMap(known -> verifier.verify(assertion, known, clock.instant()))
        .map(
            used ->
                answered(record, assertion.challenge())
                    .withPasskeys(
                        record.passkeys().stream()
                            .map(key -> key.id().equals(used.id()) ? used : key)
                            .toList()));
  }

  private static Optional<Passkey> find(FactorRecord record, String id) {
    return record.passkeys().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private boolean isOpen(FactorRecord record, String challenge, String purpose) {
    String digest = digest(challenge);
    return record.challenges().stream()
        .filter(asked -> asked.digest().equals(digest) && asked.purpose().equals(purpose))
        .anyMatch(asked -> clock.instant().isBefore(asked.until()));
  }

  private static FactorRecord answered(FactorRecord record, String challenge) {
    String digest = digest(challenge);
    return record.withChallenges(
        record.challenges().stream().filter(asked -> !asked.digest().equals(digest)).toList());
  }

  private static String digest(String challenge) {
    return HexFormat.of().formatHex(Sha256.digest(challenge.getBytes(StandardCharsets.UTF_8)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
