package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.accounts.NonceKeys;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Builds the function by hand. */
final class RotationWiring {
  private RotationWiring() {}

  static EventService service(Map<String, String> variables) {
    Environment environment = Environment.of(variables, "GOOGLE_CLOUD_PROJECT");
    GoogleClients clients = new GoogleClients(environment);
    Instance instance = Instance.start("rotation", environment, clients);
    SecretVersions versions =
        new GoogleSecretVersions(
            clients,
            AccountSecrets.SESSION_SIGNING_KEY,
            AccountSecrets.SESSION_VERIFICATION_KEYS,
            AccountSecrets.PLC_ROTATION_KEY,
            AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
            AccountSecrets.DPOP_NONCE_KEYS);
    return new EventService(
        Topic.SECRET_ROTATIONS,
        new RotateSecret(
            rotations(versions, InstantSource.system(), new SecureRandom()),
            clients.suffix(),
            instance.log()),
        PushSender.fromEnvironment(environment),
        instance);
  }

  static Map<String, Rotation> rotations(
      SecretVersions versions, InstantSource clock, SecureRandom random) {
    return Map.of(
        AccountSecrets.SESSION_SIGNING_KEY, new SessionKeyRotation(versions, clock, random),
        AccountSecrets.SESSION_VERIFICATION_KEYS, new VerificationKeyUpkeep(versions, clock),
        AccountSecrets.PLC_ROTATION_KEY,
            new SingleRotation(
                versions,
                AccountSecrets.PLC_ROTATION_KEY,
                () -> NewSecrets.plcRotationKeys(random).text(),
                new PlcKeyStep(random),
                clock),
        AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
            new SingleRotation(
                versions,
                AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
                NewSecrets::accountKeyEncryption,
                new KeysetStep(),
                clock),
        AccountSecrets.DPOP_NONCE_KEYS,
            new SingleRotation(
                versions,
                AccountSecrets.DPOP_NONCE_KEYS,
                () -> NonceKeys.generate(random).text(),
                text ->
                    new SingleRotation.Step.Next(
                        NonceKeys.parse(text).rotate(random).text(),
                        NonceKeys.parse(text).all().size() > 1),
                clock));
  }
}
