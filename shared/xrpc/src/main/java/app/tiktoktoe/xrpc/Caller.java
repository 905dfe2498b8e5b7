package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;

/**
 * Who calls, as the token says.
 *
 * @param grant what the token allows
 * @param tokenId the token's {@code jti}; empty when it has none
 * @param issuedAt when the token was issued: one from before the account's {@code tokensValidFrom}
 *     is refused by whoever reads the account's state
 */
public record Caller(Did did, Grant grant, String tokenId, Instant issuedAt) {}
