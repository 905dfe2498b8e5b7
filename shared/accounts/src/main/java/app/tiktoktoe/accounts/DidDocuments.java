package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The DID documents of the service and of its accounts, in the PLC directory's form. Stateless. */
public final class DidDocuments {
  static final String PDS_FRAGMENT = "atproto_pds";
  static final String PDS_TYPE = "AtprotoPersonalDataServer";

  /** The fragments of the service's own services. */
  public static final Set<String> SERVICE_FRAGMENTS =
      Set.of(PDS_FRAGMENT, "bsky_appview", "bsky_notif");

  private DidDocuments() {}

  /** The document of an account that lives at {@code origin}. */
  public static ObjectNode ofAccount(Did did, Handle handle, PublicKey key, URI origin) {
    return DidDocument.of(
            did,
            List.of("at://" + handle.value()),
            Map.of("atproto", key.didKey()),
            Map.of(PDS_FRAGMENT, new PlcService(PDS_TYPE, origin.toString())))
        .toJson();
  }

  /** The document of the service itself, a did:web. */
  public static ObjectNode ofService(Did service, URI origin) {
    Map<String, PlcService> services = new LinkedHashMap<>();
    services.put(PDS_FRAGMENT, new PlcService(PDS_TYPE, origin.toString()));
    services.put("bsky_appview", new PlcService("BskyAppView", origin.toString()));
    services.put("bsky_notif", new PlcService("BskyNotificationService", origin.toString()));
    return DidDocument.of(service, List.of(), Map.of(), services).toJson();
  }
}
