package app.tiktoktoe.atproto.plc;

/**
 * A service of an identity, such as its personal data server.
 *
 * @param type for example {@code AtprotoPersonalDataServer}
 * @param endpoint a URL
 */
public record PlcService(String type, String endpoint) {}
