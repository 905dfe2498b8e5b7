package app.tiktoktoe.canary;

import java.util.Optional;

/**
 * A service whose newest revision is to be tried.
 *
 * @param revision the one to try; absent for the newest
 * @param probe asked before a user is, and when users ask too little
 */
record Candidate(
    ServiceName service, Optional<Revision> revision, Optional<Probe> probe, Limits limits) {}
