package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.repository.Export;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers with blocks. Stateless. */
final class CarReplies {
  static final String CAR = "application/vnd.ipld.car";

  private CarReplies() {}

  /** A CAR whose root is the commit. */
  static Reply of(Export.Blocks export) {
    return car(Optional.of(export.repository().commit()), export.blocks());
  }

  /** A CAR of blocks that do not hang together. */
  static Reply withoutRoot(Export.Blocks export) {
    return car(Optional.empty(), export.blocks());
  }

  private static Reply car(Optional<Cid> root, List<CarBlock> blocks) {
    return new Reply.Content(CAR, Map.of(), out -> write(out, root, blocks));
  }

  private static void write(OutputStream out, Optional<Cid> root, List<CarBlock> blocks)
      throws IOException {
    CarWriter car = root.isPresent() ? new CarWriter(out, root.get()) : CarWriter.withoutRoot(out);
    for (CarBlock block : blocks) {
      car.block(block.cid(), block.bytes());
    }
  }

  static Refusal missing(Export.BlocksNotFound export) {
    return Refusal.of(
        "BlockNotFound",
        "Could not find cids: "
            + export.missing().stream().map(Cid::toString).collect(Collectors.joining(",")));
  }
}
