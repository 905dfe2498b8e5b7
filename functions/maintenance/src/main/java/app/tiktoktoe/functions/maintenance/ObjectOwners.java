package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.repository.KnownBlobs;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells which objects of a bucket somebody still needs. Implementations are thread-safe. */
@FunctionalInterface
interface ObjectOwners {
  /** Those of {@code names} that stay. A name of no known form does. */
  Set<String> owned(Collection<String> names);

  /** Originals {@code {did}/{jobId}} and parts {@code parts/{jobId}/…}, until the job ends. */
  static ObjectOwners uploads(Jobs jobs) {
    return names -> owned(names, ObjectOwners::jobOf, jobs::alive);
  }

  /** Blobs {@code {did}/{cid}} that have a document; uploads under way have none for long. */
  static ObjectOwners blobs(KnownBlobs blobs) {
    return names -> owned(names, ObjectOwners::blobOf, blobs::among);
  }

  /** What videos play from, {@code vid/{did}/{cid}/…}, by their blobs; also what is withheld. */
  static ObjectOwners videos(KnownBlobs blobs) {
    return names -> owned(names, ObjectOwners::videoOf, blobs::among);
  }

  private static <K> Set<String> owned(
      Collection<String> names,
      Function<String, Optional<K>> keyOf,
      Function<Collection<K>, Set<K>> among) {
    Map<String, K> keys = new LinkedHashMap<>();
    Set<String> owned = new HashSet<>();
    for (String name : names) {
      keyOf.apply(name).ifPresentOrElse(key -> keys.put(name, key), () -> owned.add(name));
    }
    Set<K> needed = among.apply(Set.copyOf(keys.values()));
    keys.entrySet().stream()
        .filter(entry -> needed.contains(entry.getValue()))
        .forEach(entry -> owned.add(entry.getKey()));
    return owned;
  }

  private static Optional<JobId> jobOf(String name) {
    String[] parts = name.split("/", -1);
    return parts.length < 2 ? Optional.empty() : JobId.find(parts[1]);
  }

  private static Optional<KnownBlobs.Name> videoOf(String name) {
    String[] parts = name.replaceFirst("^withheld/", "").split("/", -1);
    return parts.length < 4 || !parts[0].equals("vid")
        ? Optional.empty()
        : nameOf(parts[1], parts[2]);
  }

  private static Optional<KnownBlobs.Name> blobOf(String name) {
    String[] parts = name.split("/", -1);
    return parts.length == 2 ? nameOf(parts[0], parts[1]) : Optional.empty();
  }

  private static Optional<KnownBlobs.Name> nameOf(String did, String cid) {
    return Did.isValid(did) && cid.matches("b[a-z2-7]{58}")
        ? Optional.of(new KnownBlobs.Name(Did.parse(did), Cid.parse(cid)))
        : Optional.empty();
  }
}
