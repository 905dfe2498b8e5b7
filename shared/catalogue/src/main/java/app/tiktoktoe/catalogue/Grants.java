package app.tiktoktoe.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a function's service account may do.
 *
 * @param firestore the database; absent when it never touches it
 * @param publishes topics it publishes to
 * @param buckets buckets by name
 * @param secrets secrets it reads
 * @param rotates secrets whose versions it adds and ends
 * @param signsUrls whether it signs addresses of objects in its own name
 * @param roles whatever else it needs, of the whole project, without the leading {@code roles/}
 */
public record Grants(
    Optional<Access> firestore,
    List<String> publishes,
    Map<String, Access> buckets,
    List<String> secrets,
    List<String> rotates,
    boolean signsUrls,
    List<String> roles) {

  /** Copies the collections. */
  public Grants {
    publishes = List.copyOf(publishes);
    buckets = Collections.unmodifiableMap(new LinkedHashMap<>(buckets));
    secrets = List.copyOf(secrets);
    rotates = List.copyOf(rotates);
    roles = List.copyOf(roles);
  }
}
