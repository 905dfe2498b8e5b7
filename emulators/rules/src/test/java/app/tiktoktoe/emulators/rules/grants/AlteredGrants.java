package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import app.tiktoktoe.catalogue.Grants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Grants that differ from the right ones by one.
 *
 * @param sentence what is to be said of them
 */
record AlteredGrants(Grants grants, String sentence) {
  private static final String MISSING = ", which the catalogue does not grant";
  private static final String UNUSED = ", which its code never does";

  /** Each grant taken away, or lowered to reading, by itself. */
  static Stream<AlteredGrants> lesser(Grants right) {
    Stream<AlteredGrants> lists =
        Stream.of(
                right.publishes().stream()
                    .map(name -> publishing(right, without(right.publishes(), name), name)),
                right.secrets().stream()
                    .map(name -> reading(right, without(right.secrets(), name), name)),
                right.rotates().stream()
                    .map(name -> rotating(right, without(right.rotates(), name), name)),
                right.roles().stream()
                    .map(name -> playing(right, without(right.roles(), name), name)))
            .flatMap(each -> each)
            .map(each -> new AlteredGrants(each.grants(), each.sentence() + MISSING));
    Stream<AlteredGrants> uses =
        Stream.concat(
            right.firestore().stream().flatMap(use -> lowered(right, use)),
            right.buckets().entrySet().stream()
                .flatMap(bucket -> lowered(right, bucket.getKey(), bucket.getValue())));
    Stream<AlteredGrants> signing =
        right.signsUrls()
            ? Stream.of(new AlteredGrants(signing(right, false), "signs addresses" + MISSING))
            : Stream.empty();
    return Stream.of(lists, uses, signing).flatMap(each -> each);
  }

  /** One grant more of each kind. */
  static Stream<AlteredGrants> greater(Grants right) {
    String other = "of-somebody-else";
    Stream<AlteredGrants> lists =
        Stream.of(
                publishing(right, with(right.publishes(), other), other),
                reading(right, with(right.secrets(), other), other),
                rotating(right, with(right.rotates(), other), other),
                playing(right, with(right.roles(), other), other))
            .map(
                each ->
                    new AlteredGrants(
                        each.grants(), "the catalogue says that it " + each.sentence() + UNUSED));
    Map<String, Access> buckets = new LinkedHashMap<>(right.buckets());
    buckets.put(other, Access.READ);
    return Stream.concat(
        lists,
        Stream.of(
            new AlteredGrants(
                buckets(right, buckets), "is granted reading the bucket " + other + UNUSED)));
  }

  private static Stream<AlteredGrants> lowered(Grants right, Access use) {
    return lowered(use, "Firestore", granted -> firestore(right, granted));
  }

  private static Stream<AlteredGrants> lowered(Grants right, String bucket, Access use) {
    return lowered(
        use,
        "the bucket " + bucket,
        granted -> {
          Map<String, Access> buckets = new LinkedHashMap<>(right.buckets());
          buckets.remove(bucket);
          granted.ifPresent(less -> buckets.put(bucket, less));
          return buckets(right, buckets);
        });
  }

  private static Stream<AlteredGrants> lowered(
      Access use, String what, Function<Optional<Access>, Grants> grants) {
    String does = (use == Access.READ ? "reads " : "writes ") + what + ", the catalogue grants ";
    Stream<AlteredGrants> none =
        Stream.of(new AlteredGrants(grants.apply(Optional.empty()), does + "nothing of it"));
    return use == Access.READ
        ? none
        : Stream.concat(
            none,
            Stream.of(new AlteredGrants(grants.apply(Optional.of(Access.READ)), does + "reading")));
  }

  private static List<String> without(List<String> names, String name) {
    return names.stream().filter(each -> !each.equals(name)).toList();
  }

  private static List<String> with(List<String> names, String name) {
    return Stream.concat(names.stream(), Stream.of(name)).toList();
  }

  private static AlteredGrants publishing(Grants g, List<String> topics, String name) {
    return new AlteredGrants(
        new Grants(
            g.firestore(), topics, g.buckets(), g.secrets(), g.rotates(), g.signsUrls(), g.roles()),
        "publishes " + name);
  }

  private static AlteredGrants reading(Grants g, List<String> secrets, String name) {
    return new AlteredGrants(
        new Grants(
            g.firestore(),
            g.publishes(),
            g.buckets(),
            secrets,
            g.rotates(),
            g.signsUrls(),
            g.roles()),
        "reads the secret " + name);
  }

  private static AlteredGrants rotating(Grants g, List<String> secrets, String name) {
    return new AlteredGrants(
        new Grants(
            g.firestore(),
            g.publishes(),
            g.buckets(),
            g.secrets(),
            secrets,
            g.signsUrls(),
            g.roles()),
        "adds versions of the secret " + name);
  }

  private static AlteredGrants playing(Grants g, List<String> roles, String name) {
    return new AlteredGrants(
        new Grants(
            g.firestore(),
            g.publishes(),
            g.buckets(),
            g.secrets(),
            g.rotates(),
            g.signsUrls(),
            roles),
        "does what needs the role " + name);
  }

  private static Grants firestore(Grants g, Optional<Access> use) {
    return new Grants(
        use, g.publishes(), g.buckets(), g.secrets(), g.rotates(), g.signsUrls(), g.roles());
  }

  private static Grants buckets(Grants g, Map<String, Access> buckets) {
    return new Grants(
        g.firestore(), g.publishes(), buckets, g.secrets(), g.rotates(), g.signsUrls(), g.roles());
  }

  private static Grants signing(Grants g, boolean signs) {
    return new Grants(
        g.firestore(), g.publishes(), g.buckets(), g.secrets(), g.rotates(), signs, g.roles());
  }
}
