package app.tiktoktoe.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.Blob;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what authenticators sign, by WebAuthn, for the pages of one origin. Who made an
 * authenticator is not asked; that a person was present is, and that its counter never goes back.
 * Thread-safe.
 */
final class PasskeyVerifier {
  /** ES256, EdDSA and RS256, in the order in which they are preferred. */
  static final List<COSEAlgorithmIdentifier> ALGORITHMS =
      List.of(
          COSEAlgorithmIdentifier.ES256,
          COSEAlgorithmIdentifier.EdDSA,
          COSEAlgorithmIdentifier.RS256);

  private static final boolean USER_VERIFIED = false;
  private static final boolean USER_PRESENT = true;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Origin origin;
  private final String host;

  PasskeyVerifier(URI origin) {
    this.origin = new Origin(origin.toString());
    this.host = origin.getHost();
  }

  /** Built when the first passkey is seen: it is nothing that a cold start should wait for. */
  private static final class Lazy {
    static final ObjectConverter CONVERTER = new ObjectConverter();
    static final AttestedCredentialDataConverter CREDENTIALS =
        new AttestedCredentialDataConverter(CONVERTER);
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
  }

  /** The domain that credentials are bound to. */
  String host() {
    return host;
  }

  /** A new credential that says which challenge it answers. */
  record Registration(RegistrationData data, String challenge) {}

  /** Reads a {@code RegistrationResponseJSON}; empty when it is none. */
  static Optional<Registration> readRegistration(String json) {
    try {
      JsonNode response = JSON.readTree(json).path("response");
      RegistrationData data =
          Lazy.MANAGER.parse(
              new RegistrationRequest(
                  bytes(response, "attestationObject"), bytes(response, "clientDataJSON")));
      return challenge(data.getCollectedClientData()).map(asked -> new Registration(data, asked));
    } catch (WebAuthnException | IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(JsonNode json, String field) {
    return Base64.getUrlDecoder().decode(json.path(field).asText());
  }

  private static Optional<String> challenge(@Nullable CollectedClientData client) {
    return Optional.ofNullable(client).map(data -> text(data.getChallenge().getValue()));
  }

  /** The passkey of a registration; empty when it was not made for us, or not as it says. */
  Optional<Passkey> verify(Registration registration, String name, Instant now) {
    RegistrationParameters parameters =
        new RegistrationParameters(
            server(registration.challenge()),
            ALGORITHMS.stream()
                .map(
                    algorithm ->
                        new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                .toList(),
            USER_VERIFIED,
            USER_PRESENT);
    try {
      RegistrationData data = Lazy.MANAGER.verify(registration.data(), parameters);
      return Optional.ofNullable(data.getAttestationObject())
          .map(attestation -> passkey(attestation.getAuthenticatorData(), name, now));
    } catch (WebAuthnException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Passkey passkey(AuthenticatorData<?> data, String name, Instant now) {
    AttestedCredentialData credential =
        Optional.ofNullable(data.getAttestedCredentialData())
            .orElseThrow(() -> new IllegalArgumentException("no credential"));
    return new Passkey(
        text(credential.getCredentialId()),
        name,
        Blob.fromBytes(Lazy.CREDENTIALS.convert(credential)),
        data.getSignCount(),
        data.isFlagBE(),
        data.isFlagBS(),
        now,
        now);
  }

  /** A signature that says which credential made it, for which challenge. */
  record Assertion(AuthenticationData data, String id, String challenge) {}

  /** Reads an {@code AuthenticationResponseJSON}; empty when it is none. */
  static Optional<Assertion> readAssertion(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      JsonNode response = tree.path("response");
      byte[] id = bytes(tree, "rawId");
      AuthenticationData data =
          Lazy.MANAGER.parse(
              new AuthenticationRequest(
                  id,
                  bytes(response, "authenticatorData"),
                  bytes(response, "clientDataJSON"),
                  bytes(response, "signature")));
      return challenge(data.getCollectedClientData())
          .map(asked -> new Assertion(data, text(id), asked));
    } catch (WebAuthnException | IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The passkey after this use; empty when it did not sign this, or was copied. */
  Optional<Passkey> verify(Assertion assertion, Passkey known, Instant now) {
    AuthenticationParameters parameters =
        new AuthenticationParameters(
            server(assertion.challenge()),
            record(known),
            List.<byte[]>of(Base64.getUrlDecoder().decode(known.id())),
            USER_VERIFIED,
            USER_PRESENT);
    try {
      AuthenticatorData<?> data =
          Lazy.MANAGER.verify(assertion.data(), parameters).getAuthenticatorData();
      return Optional.ofNullable(data)
          .map(signed -> known.used(signed.getSignCount(), signed.isFlagBS(), now));
    } catch (WebAuthnException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static CredentialRecord record(Passkey known) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        known.backupEligible(),
        known.backedUp(),
        known.counter(),
        Lazy.CREDENTIALS.convert(known.credential().toBytes()),
        new AuthenticationExtensionsAuthenticatorOutputs<>(),
        null,
        null,
        Set.of());
  }

  private ServerProperty server(String challenge) {
    Challenge asked = new DefaultChallenge(challenge);
    return new ServerProperty(origin, host, asked);
  }

  private static String text(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}
