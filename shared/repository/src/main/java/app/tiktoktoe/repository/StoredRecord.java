package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A record as it is kept.
 *
 * @param rev the commit that wrote it
 * @param committedAt when that was
 */
public record StoredRecord(
    RecordKey rkey, Cid cid, Tid rev, Instant committedAt, ObjectNode value) {}
