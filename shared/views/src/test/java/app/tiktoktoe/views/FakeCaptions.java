package app.tiktoktoe.views;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import app.tiktoktoe.views.indexing.CaptionSets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves captions by remembering their names. */
final class FakeCaptions implements CaptionSets {
  /** What was served. */
  final Set<String> served = ConcurrentHashMap.newKeySet();

  /** Videos that are not here. */
  final Set<Cid> gone = ConcurrentHashMap.newKeySet();

  @Override
  public Optional<String> serve(Did author, Cid video, Map<LanguageTag, Cid> captions) {
    if (gone.contains(video)) {
      return Optional.empty();
    }
    String name = video + " " + captions;
    served.add(name);
    return Optional.of(name);
  }
}
