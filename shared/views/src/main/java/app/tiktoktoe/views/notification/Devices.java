package app.tiktoktoe.views.notification;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query.Direction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The devices of accounts: private state, documents {@code devices/{did}/tokens/{hash}}.
 * Thread-safe.
 */
public final class Devices {
  /** The most devices of an account that {@link #list} gives: those registered last. */
  public static final int MOST = 50;

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Devices(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Registers a device, or registers it again, for one write. */
  public void register(Did did, Device device) {
    Await.result(
        tokens(did)
            .document(id(device.token()))
            .set(
                Map.of(
                    Fields.VERSION_FIELD,
                    Fields.VERSION,
                    "token",
                    device.token(),
                    "platform",
                    device.platform(),
                    "appId",
                    device.appId(),
                    "registeredAt",
                    Fields.timestamp(device.registeredAt()))));
  }

  /** Forgets a device, for one delete; one that is not registered as well. */
  public void unregister(Did did, String token) {
    Await.result(tokens(did).document(id(token)).delete());
  }

  /** An account's devices, the last registered first, for a read each and one when none. */
  public List<Device> list(Did did) {
    var query = tokens(did).orderBy("registeredAt", Direction.DESCENDING).limit(MOST);
    return Await.result(query.get()).getDocuments().stream().map(Device::of).toList();
  }

  private CollectionReference tokens(Did did) {
    return firestore.collection("devices").document(did.value()).collection("tokens");
  }

  private static String id(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
