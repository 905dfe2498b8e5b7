package app.tiktoktoe.catalogue;

import java.util.Optional;

/**
 * A Cloud Storage bucket.
 *
 * @param route the public path whose objects it serves, for example {@code /vid/}: {@code /vid/a/b}
 *     is the object {@code a/b}; absent for a private bucket
 * @param notifies the topic that hears of finished and deleted objects
 * @param lifecycleDays the age at which objects are deleted
 */
public record Bucket(
    String name,
    Optional<String> route,
    Optional<String> notifies,
    Optional<Integer> lifecycleDays) {}
