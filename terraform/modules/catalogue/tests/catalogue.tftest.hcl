# A good catalogue, then every way it can be bad: each run changes one thing in it and reads the one sentence that names it.
variables {
  good = <<-YAML
    version: 1
    topics:
      commits: { retention_h: 168 }
      uploads: {}
    buckets:
      media: { route: /vid/ }
      uploads: { notify: uploads, lifecycle_days: 1 }
    secrets:
      signing-key: { rotation_days: 90 }
    functions:
      feed:
        class: app.tiktoktoe.functions.feed.FeedFunction
        trigger:
          http:
            paths: [/xrpc/_health]
            methods:
              app.bsky.feed.getTimeline: { auth: authenticated }
        memory_mb: 1024
        cpu: 1
        timeout_s: 30
        concurrency: 80
        max_instances: 100
        firestore: read
        secrets: [signing-key]
        roles: [firebasecloudmessaging.admin]
      fanout:
        class: app.tiktoktoe.functions.fanout.FanoutFunction
        packaging: image
        trigger:
          pubsub: { topic: commits, ack_deadline_s: 300, max_delivery_attempts: 10, min_backoff_s: 1, max_backoff_s: 60 }
        schedule:
          - { every: 5m, task: sweep }
        memory_mb: 2048
        cpu: 1
        timeout_s: 300
        concurrency: 1
        max_instances: 5
        publishes: [uploads]
        buckets: { media: write }
        rotates: [signing-key]
  YAML
  yaml = ""
}

run "the_catalogue_of_the_product_is_right" {
  command = plan
  variables {
    yaml = file("../../../functions/catalogue.yaml")
  }
  assert {
    condition     = length(output.faults) == 0
    error_message = join("\n", output.faults)
  }
  assert {
    condition     = alltrue([for f in output.functions : f.kind == "http" ? length(f.routes) > 0 : f.topic != null])
    error_message = "a function without a trigger"
  }
}

run "a_good_catalogue_has_every_default_filled" {
  command = plan
  variables {
    yaml = var.good
  }
  assert {
    condition     = length(output.faults) == 0
    error_message = join("\n", output.faults)
  }
  assert {
    condition     = output.functions.feed.packaging == "source" && output.functions.feed.min_instances == 0 && length(output.functions.feed.publishes) == 0 && !output.functions.feed.signs_urls
    error_message = "defaults of feed"
  }
  assert {
    condition     = join(" ", output.functions.feed.routes) == "/xrpc/_health /xrpc/app.bsky.feed.getTimeline"
    error_message = "routes of feed: ${join(" ", output.functions.feed.routes)}"
  }
  assert {
    condition     = output.functions.fanout.schedule[0].cron == "*/5 * * * *" && output.topics.uploads.retention_h == 168
    error_message = "schedule of fanout, retention of uploads"
  }
  assert {
    condition     = join(" ", keys(output.http)) == "feed" && join(" ", keys(output.pubsub)) == "fanout"
    error_message = "kinds"
  }
}

run "unknown_topic" {
  command = plan
  variables {
    yaml = replace(var.good, "topic: commits", "topic: commit")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.trigger.pubsub.topic: commit is not in topics"
    error_message = join("\n", output.faults)
  }
}

run "unknown_topic_to_publish_to" {
  command = plan
  variables {
    yaml = replace(var.good, "publishes: [uploads]", "publishes: [upload]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.publishes: upload is not in topics"
    error_message = join("\n", output.faults)
  }
}

run "unknown_topic_to_notify" {
  command = plan
  variables {
    yaml = replace(var.good, "notify: uploads", "notify: upload")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "buckets.uploads.notify: upload is not in topics"
    error_message = join("\n", output.faults)
  }
}

run "unknown_bucket" {
  command = plan
  variables {
    yaml = replace(var.good, "{ media: write }", "{ medium: write }")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.buckets: medium is not in buckets"
    error_message = join("\n", output.faults)
  }
}

run "unknown_access" {
  command = plan
  variables {
    yaml = replace(var.good, "{ media: write }", "{ media: delete }")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.buckets.media: delete is not one of read, write"
    error_message = join("\n", output.faults)
  }
}

run "unknown_secret" {
  command = plan
  variables {
    yaml = replace(var.good, "secrets: [signing-key]", "secrets: [key]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.secrets: key is not in secrets"
    error_message = join("\n", output.faults)
  }
}

run "unknown_secret_to_rotate" {
  command = plan
  variables {
    yaml = replace(var.good, "rotates: [signing-key]", "rotates: [key]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.rotates: key is not in secrets"
    error_message = join("\n", output.faults)
  }
}

run "unknown_firestore_access" {
  command = plan
  variables {
    yaml = replace(var.good, "firestore: read", "firestore: all")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.firestore: all is not one of read, write"
    error_message = join("\n", output.faults)
  }
}

run "primitive_role" {
  command = plan
  variables {
    yaml = replace(var.good, "firebasecloudmessaging.admin", "editor")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.roles: editor is a primitive role"
    error_message = join("\n", output.faults)
  }
}

run "malformed_role" {
  command = plan
  variables {
    yaml = replace(var.good, "firebasecloudmessaging.admin", "roles/pubsub.publisher")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.roles: roles/pubsub.publisher is not a role like firebasecloudmessaging.admin"
    error_message = join("\n", output.faults)
  }
}

run "timeout_over_ack_deadline" {
  command = plan
  variables {
    yaml = replace(var.good, "ack_deadline_s: 300", "ack_deadline_s: 200")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.timeout_s: exceeds trigger.pubsub.ack_deadline_s"
    error_message = join("\n", output.faults)
  }
}

run "ack_deadline_over_ten_minutes" {
  command = plan
  variables {
    yaml = replace(var.good, "ack_deadline_s: 300", "ack_deadline_s: 601")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.trigger.pubsub.ack_deadline_s: 601 is not a whole number in 10..600"
    error_message = join("\n", output.faults)
  }
}

run "too_few_delivery_attempts" {
  command = plan
  variables {
    yaml = replace(var.good, "max_delivery_attempts: 10", "max_delivery_attempts: 4")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.trigger.pubsub.max_delivery_attempts: 4 is not a whole number in 5..100"
    error_message = join("\n", output.faults)
  }
}

run "backoff_upside_down" {
  command = plan
  variables {
    yaml = replace(var.good, "min_backoff_s: 1", "min_backoff_s: 61")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.trigger.pubsub.min_backoff_s: exceeds max_backoff_s"
    error_message = join("\n", output.faults)
  }
}

run "no_trigger" {
  command = plan
  variables {
    yaml = replace(var.good, "pubsub: { topic: commits, ack_deadline_s: 300, max_delivery_attempts: 10, min_backoff_s: 1, max_backoff_s: 60 }\n    schedule:\n      - { every: 5m, task: sweep }", "{}")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.trigger is not exactly one of http and pubsub"
    error_message = join("\n", output.faults)
  }
}

run "both_triggers" {
  command = plan
  variables {
    yaml = replace(var.good, "      http:\n", "      pubsub: { topic: commits, ack_deadline_s: 60, max_delivery_attempts: 5, min_backoff_s: 1, max_backoff_s: 60 }\n      http:\n")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.trigger is not exactly one of http and pubsub"
    error_message = join("\n", output.faults)
  }
}

run "schedule_without_pubsub" {
  command = plan
  variables {
    yaml = replace(var.good, "firestore: read", "schedule: [{ every: 1h, task: sweep }]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.schedule: needs a pubsub trigger"
    error_message = join("\n", output.faults)
  }
}

run "period_that_is_no_cron_expression" {
  command = plan
  variables {
    yaml = replace(var.good, "every: 5m", "every: 7m")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.schedule[0].every: 7m does not divide an hour (1m to 30m) or a day (1h to 24h)"
    error_message = join("\n", output.faults)
  }
}

run "half_a_processor" {
  command = plan
  variables {
    yaml = replace(var.good, "cpu: 1\n    timeout_s: 30\n", "cpu: 0.5\n    timeout_s: 30\n")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.cpu: 0.5 is not a whole number in 1..8\nfunctions.feed.concurrency: more than 1 needs a whole cpu"
    error_message = join("\n", output.faults)
  }
}

run "too_little_processor_for_the_memory" {
  command = plan
  variables {
    yaml = replace(var.good, "memory_mb: 2048", "memory_mb: 8192")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.memory_mb: 8192 needs more cpu than 1 (4096 each)"
    error_message = join("\n", output.faults)
  }
}

run "more_least_than_most_instances" {
  command = plan
  variables {
    yaml = replace(var.good, "max_instances: 5", "max_instances: 5\n    min_instances: 6")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.min_instances: exceeds max_instances"
    error_message = join("\n", output.faults)
  }
}

run "two_functions_with_one_route" {
  command = plan
  variables {
    yaml = replace(var.good, "paths: [/xrpc/_health]", "paths: [/xrpc/_health, /xrpc/app.bsky.feed.getTimeline]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed: /xrpc/app.bsky.feed.getTimeline already belongs to functions.feed"
    error_message = join("\n", output.faults)
  }
}

run "two_buckets_with_one_route" {
  command = plan
  variables {
    yaml = replace(var.good, "{ notify: uploads, lifecycle_days: 1 }", "{ route: /vid/ }")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "buckets.uploads: /vid/ already belongs to buckets.media"
    error_message = join("\n", output.faults)
  }
}

run "malformed_route" {
  command = plan
  variables {
    yaml = replace(var.good, "route: /vid/", "route: vid")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "buckets.media.route: vid is not a path like /vid/"
    error_message = join("\n", output.faults)
  }
}

run "name_too_long" {
  command = plan
  variables {
    yaml = replace(var.good, "fanout:", "fanout-to-followers-of-authors:")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout-to-followers-of-authors: its account fn-fanout-to-followers-of-authors is longer than 30 characters"
    error_message = join("\n", output.faults)
  }
}

run "malformed_name" {
  command = plan
  variables {
    yaml = replace(var.good, "fanout:", "Fanout:")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.Fanout is not a name of 3 to 41 small letters, digits and hyphens"
    error_message = join("\n", output.faults)
  }
}

run "unknown_packaging" {
  command = plan
  variables {
    yaml = replace(var.good, "packaging: image", "packaging: jar")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.packaging: jar is not one of source, image"
    error_message = join("\n", output.faults)
  }
}

run "malformed_class" {
  command = plan
  variables {
    yaml = replace(var.good, "app.tiktoktoe.functions.feed.FeedFunction", "com.example.Feed")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.class: com.example.Feed is not a class of app.tiktoktoe"
    error_message = join("\n", output.faults)
  }
}

run "malformed_method" {
  command = plan
  variables {
    yaml = replace(var.good, "app.bsky.feed.getTimeline:", "getTimeline:")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.trigger.http.methods.getTimeline is not an NSID"
    error_message = join("\n", output.faults)
  }
}

run "unknown_level" {
  command = plan
  variables {
    yaml = replace(var.good, "auth: authenticated", "auth: everybody")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.trigger.http.methods.app.bsky.feed.getTimeline.auth: everybody is not a level"
    error_message = join("\n", output.faults)
  }
}

run "a_method_without_a_level" {
  command = plan
  variables {
    yaml = replace(var.good, "{ auth: authenticated }", "{}")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.trigger.http.methods.app.bsky.feed.getTimeline.auth: nothing is not a level"
    error_message = join("\n", output.faults)
  }
}

run "malformed_path" {
  command = plan
  variables {
    yaml = replace(var.good, "paths: [/xrpc/_health]", "paths: [/xrpc/]")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.feed.trigger.http.paths: /xrpc/ is not a plain path"
    error_message = join("\n", output.faults)
  }
}

run "unknown_key_of_a_function" {
  command = plan
  variables {
    yaml = replace(var.good, "max_instances: 5", "max_instances: 5\n    memory: 1")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.memory is not a known key"
    error_message = join("\n", output.faults)
  }
}

run "unknown_key_of_a_bucket" {
  command = plan
  variables {
    yaml = replace(var.good, "lifecycle_days: 1", "lifecycle: 1")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "buckets.uploads.lifecycle is not a known key"
    error_message = join("\n", output.faults)
  }
}

run "unknown_section" {
  command = plan
  variables {
    yaml = replace(var.good, "version: 1", "version: 1\nqueues: {}")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "queues is not a known key"
    error_message = join("\n", output.faults)
  }
}

run "missing_number" {
  command = plan
  variables {
    yaml = replace(var.good, "max_instances: 5", "")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "functions.fanout.max_instances is missing"
    error_message = join("\n", output.faults)
  }
}

run "unrotated_secret" {
  command = plan
  variables {
    yaml = replace(var.good, "{ rotation_days: 90 }", "{}")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "secrets.signing-key.rotation_days is missing"
    error_message = join("\n", output.faults)
  }
}

run "retention_too_long" {
  command = plan
  variables {
    yaml = replace(var.good, "retention_h: 168", "retention_h: 745")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "topics.commits.retention_h: 745 is not a whole number in 1..744"
    error_message = join("\n", output.faults)
  }
}

run "another_version" {
  command = plan
  variables {
    yaml = replace(var.good, "version: 1", "version: 2")
  }
  expect_failures = [output.functions]
  assert {
    condition     = join("\n", output.faults) == "version: is not 1"
    error_message = join("\n", output.faults)
  }
}

run "name_too_long_with_the_suffix_of_a_branch" {
  command = plan
  variables {
    yaml   = var.good
    suffix = "-a-very-long-branch-name"
  }
  expect_failures = [output.functions]
  assert {
    condition     = contains(output.faults, "functions.fanout: its account fn-fanout-a-very-long-branch-name is longer than 30 characters")
    error_message = join("\n", output.faults)
  }
}

run "not_yaml" {
  command = plan
  variables {
    yaml = "functions: [\n"
  }
  expect_failures = [output.functions]
  assert {
    condition     = contains(output.faults, "catalogue is not YAML")
    error_message = join("\n", output.faults)
  }
}
