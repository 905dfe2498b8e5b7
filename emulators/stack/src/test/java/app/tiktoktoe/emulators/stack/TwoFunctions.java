package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;

/** A catalogue of {@code feed} with two methods and a file, and {@code auth} with a path. */
final class TwoFunctions {
  private TwoFunctions() {}

  static Catalogue catalogue() {
    return Catalogue.parse(
        """
        version: 1
        topics: {}
        buckets: {}
        functions:
          feed:
            class: app.tiktoktoe.functions.feed.FeedFunction
            trigger:
              http:
                paths: [/feed.txt]
                methods: { app.bsky.feed.getTimeline: { auth: public }, com.atproto.repo.getRecord: { auth: public } }
            memory_mb: 512
            cpu: 1
            timeout_s: 30
            concurrency: 8
            max_instances: 2
          auth:
            class: app.tiktoktoe.functions.auth.AuthFunction
            trigger: { http: { paths: [/xrpc/_health] } }
            memory_mb: 512
            cpu: 1
            timeout_s: 30
            concurrency: 8
            max_instances: 2
        """);
  }
}
