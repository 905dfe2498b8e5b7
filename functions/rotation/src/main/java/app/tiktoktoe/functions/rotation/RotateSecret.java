package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hears Secret Manager's notices and rotates the secret that one names. A secret's topic carries
 * every change of it, those of this function too: only {@code SECRET_ROTATE} asks for something.
 * Thread-safe: one rotation at a time; a second instance is ruled out by the catalogue.
 *
 * @see <a href="https://cloud.google.com/secret-manager/docs/event-notifications">Event
 *     notifications</a>
 */
final class RotateSecret implements EventHandler {
  private static final String DUE = "SECRET_ROTATE";

  private final Map<String, Rotation> rotations;
  private final String suffix;
  private final StructuredLog log;

  /**
   * Runs one of {@code rotations}, which are named after their secrets.
   *
   * @param suffix what the names of secrets end with in this environment
   */
  RotateSecret(Map<String, Rotation> rotations, String suffix, StructuredLog log) {
    this.rotations = Map.copyOf(rotations);
    this.suffix = suffix;
    this.log = log;
  }

  @Override
  public Handled handle(Delivery delivery) {
    Optional<String> type = delivery.attribute("eventType");
    if (type.isEmpty()) {
      return new Handled.Dropped("no eventType");
    }
    return type.get().equals(DUE)
        ? rotate(delivery.attribute("secretId").orElse(""))
        : Handled.done();
  }

  /**
   * Rotates one secret.
   *
   * @param id {@code projects/P/secrets/NAME}, where P is the project's number
   */
  private synchronized Handled rotate(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1);
    @Nullable Rotation rotation =
        name.endsWith(suffix)
            ? rotations.get(name.substring(0, name.length() - suffix.length()))
            : null;
    if (rotation == null) {
      String reason = "no rotation for the secret " + name;
      log.error(
          "secret not rotated",
          new IllegalArgumentException(reason),
          entry -> entry.put("secret", name));
      return new Handled.Dropped(reason);
    }
    Rotation.Outcome outcome = rotation.run();
    log.info("secret rotation", entry -> entry.put("secret", name).put("outcome", outcome.name()));
    return outcome == Rotation.Outcome.TOO_EARLY
        ? new Handled.Retry("the next key of " + name + " is not known everywhere yet")
        : Handled.done();
  }
}
