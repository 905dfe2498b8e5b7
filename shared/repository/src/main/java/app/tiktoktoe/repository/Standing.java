package app.tiktoktoe.repository;

import java.time.Instant;

/**
 * Whether an account may act, as its repository knows.
 *
 * @param tokensValidFrom tokens issued before are revoked
 */
public record Standing(RepositoryStatus status, Instant tokensValidFrom) {}
