package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The genesis of identities of 2022: readable in logs, never written. */
public record LegacyPlcCreate(
    PublicKey signingKey, PublicKey recoveryKey, String handle, String service)
    implements PlcAction {
  static final String TYPE = "create";

  @Override
  public @Nullable Cid prev() {
    return null;
  }

  @Override
  public ObjectNode toUnsignedJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", TYPE)
        .put("signingKey", signingKey.didKey())
        .put("recoveryKey", recoveryKey.didKey())
        .put("handle", handle)
        .put("service", service)
        .putNull("prev");
  }

  /** The same state as an operation of today. */
  public PlcOperation normalized() {
    boolean isUrl = service.startsWith("http://") || service.startsWith("https://");
    return new PlcOperation(
        List.of(recoveryKey, signingKey),
        Map.of("atproto", signingKey.didKey()),
        List.of(handle.startsWith("at://") ? handle : "at://" + handle),
        Map.of(
            "atproto_pds",
            new PlcService("AtprotoPersonalDataServer", isUrl ? service : "https://" + service)),
        null);
  }
}
