package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.cbor.CborWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one frame; the fields of each map are in the order of DAG-CBOR. */
final class FrameWriter {
  private final CborWriter out = new CborWriter(1024);

  byte[] write(Frame frame) {
    switch (frame) {
      case Frame.Sequenced(long seq, CommitEvent event) -> commit(seq, event);
      case Frame.Sequenced(long seq, SyncEvent event) -> sync(seq, event);
      case Frame.Sequenced(long seq, IdentityEvent event) -> identity(seq, event);
      case Frame.Sequenced(long seq, AccountEvent event) -> account(seq, event);
      case Frame.Info info -> {
        header("#info");
        named("name", info.name(), info.message());
      }
      case Frame.Failure failure -> {
        out.mapHeader(1).text("op").negative(-1);
        named("error", failure.error(), failure.message());
      }
    }
    return out.toByteArray();
  }

  private void header(String type) {
    out.mapHeader(2).text("t").text(type).text("op").uint(1);
  }

  private void named(String field, String name, @Nullable String message) {
    out.mapHeader(message == null ? 1 : 2).text(field).text(name);
    if (message != null) {
      out.text("message").text(message);
    }
  }

  private void commit(long seq, CommitEvent event) {
    header("#commit");
    Cid prevData = event.prevData();
    out.mapHeader(prevData == null ? 11 : 12).text("ops").arrayHeader(event.ops().size());
    event.ops().forEach(this::op);
    out.text("rev").text(event.rev().value()).text("seq").uint(seq);
    out.text("repo").text(event.did().value());
    out.text("time").text(AtDatetime.format(event.time()));
    out.text("blobs").arrayHeader(0).text("since");
    if (event.since() == null) {
      out.nullValue();
    } else {
      out.text(event.since().value());
    }
    out.text("blocks").bytes(event.blocks()).text("commit").link(event.commit());
    out.text("rebase").bool(false).text("tooBig").bool(false);
    if (prevData != null) {
      out.text("prevData").link(prevData);
    }
  }

  private void op(RepoOp op) {
    Cid before = op.before();
    Cid after = op.after();
    out.mapHeader(before == null ? 3 : 4).text("cid");
    if (after == null) {
      out.nullValue();
    } else {
      out.link(after);
    }
    out.text("path").text(op.key());
    if (before != null) {
      out.text("prev").link(before);
    }
    out.text("action").text(op.action().name().toLowerCase(Locale.ROOT));
  }

  private void sync(long seq, SyncEvent event) {
    header("#sync");
    out.mapHeader(5).text("did").text(event.did().value());
    out.text("rev").text(event.rev().value()).text("seq").uint(seq);
    out.text("time").text(AtDatetime.format(event.time())).text("blocks").bytes(event.blocks());
  }

  private void identity(long seq, IdentityEvent event) {
    header("#identity");
    out.mapHeader(event.handle() == null ? 3 : 4);
    common(seq, event);
    if (event.handle() != null) {
      out.text("handle").text(event.handle().value());
    }
  }

  private void account(long seq, AccountEvent event) {
    header("#account");
    out.mapHeader(event.status() == null ? 4 : 5);
    common(seq, event);
    out.text("active").bool(event.active());
    if (event.status() != null) {
      out.text("status").text(event.status().wireName());
    }
  }

  private void common(long seq, Event event) {
    out.text("did").text(event.did().value()).text("seq").uint(seq);
    out.text("time").text(AtDatetime.format(event.time()));
  }
}
