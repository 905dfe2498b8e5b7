package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;

/** What a verified session token says. */
record SessionToken(Did did, String scope, TokenId id, Instant issuedAt, Instant expiresAt) {}
