mock_provider "google" {
  override_during = plan
  mock_resource "google_logging_project_sink" {
    defaults = { writer_identity = "serviceAccount:service-42@gcp-sa-logging.iam.gserviceaccount.com" }
  }
}

variables {
  project        = "demo"
  project_number = "42"
  location       = "europe-west1"
  domain         = "example.com"
  services = {
    auth     = { name = "auth", location = "europe-west1", uri = "https://auth.run.app", kind = "http", service_account = "auth@demo.iam.gserviceaccount.com", packaging = "source" }
    feed     = { name = "feed", location = "europe-west1", uri = "https://feed.run.app", kind = "http", service_account = "feed@demo.iam.gserviceaccount.com", packaging = "image" }
    sync     = { name = "sync", location = "europe-west1", uri = "https://sync.run.app", kind = "http", service_account = "sync@demo.iam.gserviceaccount.com", packaging = "source" }
    indexing = { name = "indexing", location = "europe-west1", uri = "https://indexing.run.app", kind = "event", service_account = "indexing@demo.iam.gserviceaccount.com", packaging = "source" }
    media    = { name = "media", location = "europe-west1", uri = "https://media.run.app", kind = "event", service_account = "media@demo.iam.gserviceaccount.com", packaging = "image" }
  }
  subscriptions = {
    indexing = { name = "indexing", topic = "commits", dead_letter_topic = "indexing-dead", dead_letter_subscription = "indexing-dead", ack_deadline_s = 60 }
    media    = { name = "media", topic = "uploads", dead_letter_topic = "media-dead", dead_letter_subscription = "media-dead", ack_deadline_s = 600 }
  }
  extra_dead_letter_subscriptions = ["analytics-dead"]
  methods = {
    auth     = ["com.atproto.server.createSession", "com.atproto.server.getSession", "/xrpc/_health"]
    feed     = ["app.bsky.feed.getTimeline", "app.bsky.feed.getPosts"]
    sync     = ["com.atproto.sync.getBlob"]
    indexing = ["commits"]
    media    = ["uploads"]
  }
  max_instances         = { feed = 100, media = 10 }
  scheduled             = ["indexing"]
  notification_emails   = ["oncall@example.com"]
  runbooks_url          = "https://example.com/runbooks"
  audit_bucket_location = "EU"
}

run "metrics_follow_the_log_line" {
  command = plan
  assert {
    condition     = output.metrics == toset(["request_count", "request_latency", "firestore_documents/reads", "firestore_documents/writes", "firestore_documents/deletes", "queue_age", "freshness", "jobs", "limits_degraded"])
    error_message = "the metrics are those of the log line: ${join(", ", output.metrics)}"
  }
  assert {
    condition = alltrue([for metric in merge(google_logging_metric.counter, google_logging_metric.distribution) :
    toset(keys(metric.label_extractors)) == toset([for label in one(metric.metric_descriptor).labels : label.key])])
    error_message = "every label needs its extractor, and every extractor its label"
  }
  assert {
    condition = alltrue([for metric in merge(google_logging_metric.counter, google_logging_metric.distribution) :
    length(setsubtract(keys(metric.label_extractors), ["function", "method", "status", "outcome", "state"])) == 0])
    error_message = "a label with ids in it makes a series per id"
  }
  assert {
    condition     = alltrue([for name, metric in google_logging_metric.distribution : metric.value_extractor != null && one(metric.metric_descriptor).value_type == "DISTRIBUTION"])
    error_message = "a distribution needs a value"
  }
  assert {
    condition     = google_logging_metric.distribution["request_latency"].value_extractor == "EXTRACT(jsonPayload.durationMs)" && strcontains(google_logging_metric.distribution["request_latency"].filter, "jsonPayload.message=\"request\"")
    error_message = "latency is durationMs of the line of an invocation"
  }
}

run "every_visible_service_has_objectives" {
  command = plan
  assert {
    condition     = toset(keys(google_monitoring_slo.availability)) == toset(["auth", "feed", "sync"])
    error_message = "availability: each HTTP function and no event function"
  }
  assert {
    condition     = toset(keys(google_monitoring_slo.latency)) == toset(["auth", "feed"])
    error_message = "latency: only functions with a method that neither hashes nor carries media"
  }
  assert {
    condition     = one(one(one(google_monitoring_slo.latency["feed"].request_based_sli).distribution_cut).range).max == 200 && google_monitoring_slo.latency["feed"].goal == 0.95
    error_message = "p95 under 200 ms"
  }
  assert {
    condition     = !strcontains(one(one(google_monitoring_slo.latency["auth"].request_based_sli).distribution_cut).distribution_filter, "createSession") && strcontains(one(one(google_monitoring_slo.latency["auth"].request_based_sli).distribution_cut).distribution_filter, "getSession")
    error_message = "a method that hashes a password is outside of the latency objective, its neighbours are inside"
  }
  assert {
    condition     = google_monitoring_slo.jobs.goal == 0.99 && one(one(google_monitoring_slo.freshness.request_based_sli).distribution_cut).range[0].max == 1000
    error_message = "jobs and freshness have objectives"
  }
}

run "burn_rates_have_two_windows" {
  command = plan
  assert {
    condition = alltrue([for kind in ["availability", "latency", "freshness", "jobs"] :
    alltrue([for speed in ["fast", "medium", "slow"] : contains(keys(google_monitoring_alert_policy.query), "burn-${kind}-${speed}")])])
    error_message = "each kind of objective has three burn rates"
  }
  assert {
    condition = alltrue([for key, policy in google_monitoring_alert_policy.query : !startswith(key, "burn-") || (
      length(regexall("\\) > [0-9.]+ \\* \\(1 - 0[.][0-9]+\\) and \\(", policy.conditions[0].condition_prometheus_query_language[0].query)) == 1
    )])
    error_message = "both windows must burn"
  }
  assert {
    condition = (
      length(regexall("\\[3600s\\]", google_monitoring_alert_policy.query["burn-availability-fast"].conditions[0].condition_prometheus_query_language[0].query)) == 2 &&
      length(regexall("\\[300s\\]", google_monitoring_alert_policy.query["burn-availability-fast"].conditions[0].condition_prometheus_query_language[0].query)) == 2 &&
      length(regexall("> 14.4 \\* \\(1 - 0.999\\)", google_monitoring_alert_policy.query["burn-availability-fast"].conditions[0].condition_prometheus_query_language[0].query)) == 2
    )
    error_message = "14.4 times the budget of 0.1 % over 1 h and 5 min: ${google_monitoring_alert_policy.query["burn-availability-fast"].conditions[0].condition_prometheus_query_language[0].query}"
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.query["burn-availability-fast"].conditions[0].condition_prometheus_query_language[0].query, "service_name=~\"auth|feed|sync\"")
    error_message = "every visible service is watched and no other"
  }
}

run "events_that_stop_are_noticed" {
  command = plan
  assert {
    condition     = strcontains(google_monitoring_alert_policy.query["dead-letters"].conditions[0].condition_prometheus_query_language[0].query, "\"analytics-dead|indexing-dead|media-dead\"}) > 0")
    error_message = "one message in any dead-letter subscription is an alert"
  }
  assert {
    condition = (
      strcontains(google_monitoring_alert_policy.query["oldest-unacked"].conditions[0].condition_prometheus_query_language[0].query, "subscription_id=\"indexing\"}) > 300)") &&
      strcontains(google_monitoring_alert_policy.query["oldest-unacked"].conditions[0].condition_prometheus_query_language[0].query, "subscription_id=\"media\"}) > 1800)")
    )
    error_message = "a queue may be as old as three deadlines, at least five minutes"
  }
  assert {
    condition     = contains(keys(google_monitoring_alert_policy.query), "silence-indexing") && strcontains(google_monitoring_alert_policy.query["silence-indexing"].conditions[0].condition_prometheus_query_language[0].query, "absent_over_time")
    error_message = "a scheduled function that is silent is an alert"
  }
  assert {
    condition     = strcontains(google_monitoring_alert_policy.query["instances-at-maximum"].conditions[0].condition_prometheus_query_language[0].query, "service_name=\"media\"}) >= 10)")
    error_message = "as many instances as allowed is an alert"
  }
}

run "every_alert_reaches_somebody_who_knows_what_to_do" {
  command = plan
  assert {
    condition = alltrue([for policy in concat(values(google_monitoring_alert_policy.query), values(google_monitoring_alert_policy.line), [google_monitoring_alert_policy.uptime]) :
    length(policy.notification_channels) == 1 && policy.severity != null])
    error_message = "an alert without a channel or a severity"
  }
  assert {
    condition = alltrue([for policy in concat(values(google_monitoring_alert_policy.query), values(google_monitoring_alert_policy.line), [google_monitoring_alert_policy.uptime]) :
    length(regexall("\\(https://example.com/runbooks/[a-z-]+\\.md\\)", one(policy.documentation).content)) >= 1])
    error_message = "an alert without a runbook"
  }
  assert {
    condition     = length(setsubtract(output.runbooks, ["deploy", "roll-back", "restore-from-backup", "dead-letter-replay", "key-rotation", "region-failover", "cost-spike", "incident", "post-mortem"])) == 0
    error_message = "an alert names a runbook that does not exist: ${join(", ", output.runbooks)}"
  }
  assert {
    condition     = length(google_pubsub_topic_iam_member.notification) == 0
    error_message = "no topic, no grant"
  }
}

run "queries_use_metrics_that_exist" {
  command = plan
  assert {
    condition = length(setsubtract(
      flatten([for text in concat([for policy in google_monitoring_alert_policy.query : policy.conditions[0].condition_prometheus_query_language[0].query], [for board in google_monitoring_dashboard.board : board.dashboard_json]) :
      [for match in regexall("logging_googleapis_com:user_([a-z_]+)", text) : match[0]]]),
      flatten([for name in output.metrics : [replace(name, "/", "_"), "${replace(name, "/", "_")}_sum", "${replace(name, "/", "_")}_count", "${replace(name, "/", "_")}_bucket"]])
    )) == 0
    error_message = "a query asks for a metric that no log line makes"
  }
  assert {
    condition     = toset(keys(google_monitoring_dashboard.board)) == toset(["product", "events", "cost"])
    error_message = "three dashboards"
  }
  assert {
    condition = alltrue([for board in google_monitoring_dashboard.board : alltrue([for tile in jsondecode(board.dashboard_json).mosaicLayout.tiles :
    alltrue([for set in tile.widget.xyChart.dataSets : !strcontains(set.timeSeriesQuery.prometheusQuery, "$")])])])
    error_message = "a dashboard's query has a parameter that was not filled in"
  }
  assert {
    condition     = alltrue([for board in google_monitoring_dashboard.board : alltrue([for tile in jsondecode(board.dashboard_json).mosaicLayout.tiles : tile.xPos + tile.width <= jsondecode(board.dashboard_json).mosaicLayout.columns])])
    error_message = "a tile beyond the edge"
  }
}

run "logs_are_kept_once_and_audit_cannot_be_changed" {
  command = plan
  assert {
    condition     = google_logging_project_sink.application.filter == google_logging_project_exclusion.default["application"].filter && google_logging_project_bucket_config.application.retention_days == 30
    error_message = "what the bucket keeps the default one must not"
  }
  assert {
    condition     = google_storage_bucket_iam_member.audit.member == google_logging_project_sink.audit.writer_identity && google_storage_bucket_iam_member.audit.role == "roles/storage.objectCreator"
    error_message = "the sink may add to the audit bucket, and no more"
  }
  assert {
    condition     = one(google_storage_bucket.audit.retention_policy).retention_period == 34560000 && google_storage_bucket.audit.public_access_prevention == "enforced"
    error_message = "audit logs are kept 400 days, in private"
  }
  assert {
    condition     = length(google_logging_project_sink.application.exclusions) == 0
    error_message = "every line is kept unless asked otherwise"
  }
}

run "a_share_of_quiet_lines_may_go" {
  command = plan
  variables {
    logs = { request_share = 0.1 }
  }
  assert {
    condition     = endswith(one(google_logging_project_sink.application.exclusions).filter, "jsonPayload.status<400 AND NOT sample(insertId, 0.1)")
    error_message = "only successful invocations are sampled"
  }
}

run "alerts_also_go_to_a_topic" {
  command = plan
  variables {
    notification_topic = "projects/demo/topics/alerts"
  }
  assert {
    condition     = google_pubsub_topic_iam_member.notification[0].member == "serviceAccount:service-42@gcp-sa-monitoring-notification.iam.gserviceaccount.com" && length(google_monitoring_alert_policy.uptime.notification_channels) == 2
    error_message = "Monitoring's agent must be allowed to publish what every alert sends"
  }
}

run "an_objective_between_two_bounds_is_refused" {
  command = plan
  variables {
    slo = { latency_ms = 210 }
  }
  expect_failures = [google_monitoring_slo.latency]
}

run "nobody_to_tell_is_refused" {
  command = plan
  variables {
    notification_emails = []
  }
  expect_failures = [var.notification_emails]
}

run "a_kind_of_service_that_is_unknown_is_refused" {
  command = plan
  variables {
    services      = { cron = { name = "cron", location = "x", uri = "https://x", kind = "timer", service_account = "x", packaging = "source" } }
    methods       = {}
    max_instances = {}
  }
  expect_failures = [var.services]
}
