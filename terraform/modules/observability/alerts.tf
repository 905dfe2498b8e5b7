locals {
  user_metric  = "logging_googleapis_com:user_"
  run          = "monitored_resource=\"cloud_run_revision\""
  visible_name = join("|", sort([for service in local.visible : service.name]))
  quick_name   = join("|", sort(keys(local.quick)))
  too_slow     = join("|", concat(sort(var.slow_methods), ["unknown"]))

  # Share of bad events in a window; WINDOW is replaced by each window of a burn rate.
  bad_share = {
    availability = "sum by (service_name) (increase(run_googleapis_com:request_count{${local.run},service_name=~\"${local.visible_name}\",response_code_class=\"5xx\"}[WINDOW])) / (sum by (service_name) (increase(run_googleapis_com:request_count{${local.run},service_name=~\"${local.visible_name}\"}[WINDOW])) > MINIMUM)"
    latency      = "1 - sum by (function) (increase(${local.user_metric}request_latency_bucket{${local.run},function=~\"${local.quick_name}\",method!~\"${local.too_slow}\",le=~\"${var.slo.latency_ms}(\\\\.0)?\"}[WINDOW])) / (sum by (function) (increase(${local.user_metric}request_latency_count{${local.run},function=~\"${local.quick_name}\",method!~\"${local.too_slow}\"}[WINDOW])) > MINIMUM)"
    freshness    = "1 - sum(increase(${local.user_metric}freshness_bucket{${local.run},le=~\"${var.slo.freshness_ms}(\\\\.0)?\"}[WINDOW])) / (sum(increase(${local.user_metric}freshness_count{${local.run}}[WINDOW])) > MINIMUM)"
    jobs         = "sum(increase(${local.user_metric}jobs{${local.run},state=\"failed\"}[WINDOW])) / (sum(increase(${local.user_metric}jobs{${local.run}}[WINDOW])) > MINIMUM)"
  }
  goal = {
    availability = var.slo.availability_goal
    latency      = var.slo.latency_goal
    freshness    = var.slo.freshness_goal
    jobs         = var.slo.jobs_goal
  }
  burn_runbooks = {
    availability = ["incident", "roll-back", "region-failover"]
    latency      = ["incident", "roll-back"]
    freshness    = ["incident", "dead-letter-replay"]
    jobs         = ["incident", "dead-letter-replay"]
  }

  # One condition for all functions: conditions are what alerting bills.
  burn = merge([for kind, share in local.bad_share : {
    for speed, window in var.burn_rates : "burn-${kind}-${speed}" => {
      title    = "${kind} burns its error budget ${window.rate} times too fast (${speed})"
      text     = "Over ${window.long_s / 3600} h and over ${window.short_s / 60} min the share of bad events is more than ${window.rate} times what the objective of ${local.goal[kind] * 100} % allows. At this rate the budget of 28 days is gone in ${format("%.1f", 28 / window.rate)} days."
      runbooks = local.burn_runbooks[kind]
      severity = window.severity
      duration = "0s"
      query = join(" and ", [
        "(${replace(replace(share, "WINDOW", "${window.long_s}s"), "MINIMUM", var.minimum_requests)}) > ${window.rate} * (1 - ${local.goal[kind]})",
        "(${replace(replace(share, "WINDOW", "${window.short_s}s"), "MINIMUM", "0")}) > ${window.rate} * (1 - ${local.goal[kind]})",
      ])
    }
  }]...)

  dead_letter_names = join("|", sort(concat([for subscription in var.subscriptions : subscription.dead_letter_subscription], tolist(var.extra_dead_letter_subscriptions))))

  state = merge(
    {
      dead-letters = {
        title    = "Messages in a dead-letter subscription"
        text     = "A message was given up after its last attempt. What it would have done has not happened."
        runbooks = ["dead-letter-replay"]
        severity = "ERROR"
        duration = "0s"
        query    = "max by (subscription_id) (pubsub_googleapis_com:subscription_num_undelivered_messages{monitored_resource=\"pubsub_subscription\",subscription_id=~\"${local.dead_letter_names}\"}) > 0"
      }
      firestore-reads = {
        title    = "Firestore is read more than ${var.thresholds.firestore_reads_per_hour} times an hour"
        text     = "Reads are what this product costs most. Which method it is stands in the dashboard \"Cost\"."
        runbooks = ["cost-spike"]
        severity = "WARNING"
        duration = "300s"
        query    = "sum(increase(firestore_googleapis_com:document_read_ops_count{monitored_resource=\"firestore.googleapis.com/Database\"}[1h])) > ${var.thresholds.firestore_reads_per_hour}"
      }
      firestore-writes = {
        title    = "Firestore is written more than ${var.thresholds.firestore_writes_per_hour} times an hour"
        text     = "Which method or event it is stands in the dashboard \"Cost\"."
        runbooks = ["cost-spike"]
        severity = "WARNING"
        duration = "300s"
        query    = "sum(increase(firestore_googleapis_com:document_write_ops_count{monitored_resource=\"firestore.googleapis.com/Database\"}[1h])) > ${var.thresholds.firestore_writes_per_hour}"
      }
      limits-degraded = {
        title    = "Instances count calls alone"
        text     = "The cache does not answer some of them, so an address may make as many calls as its limit allows at each. Nothing else suffers."
        runbooks = ["incident"]
        severity = "WARNING"
        duration = "600s"
        query    = "sum by (function) (increase(${local.user_metric}limits_degraded{${local.run}}[5m])) > 5"
      }
    },
    length(var.subscriptions) == 0 ? {} : {
      oldest-unacked = {
        title    = "Messages wait too long"
        text     = "The oldest message that nobody has acknowledged is older than three times its deadline, and than ${var.thresholds.oldest_unacked_s} s."
        runbooks = ["incident", "dead-letter-replay"]
        severity = "ERROR"
        duration = "300s"
        query = join(" or ", [for subscription in values(var.subscriptions) :
          "(max by (subscription_id) (pubsub_googleapis_com:subscription_oldest_unacked_message_age{monitored_resource=\"pubsub_subscription\",subscription_id=\"${subscription.name}\"}) > ${max(var.thresholds.oldest_unacked_s, 3 * subscription.ack_deadline_s)})"
        ])
      }
    },
    length(var.max_instances) == 0 ? {} : {
      instances-at-maximum = {
        title    = "A function has as many instances as it may"
        text     = "Further requests wait or are refused with 429. Either the load is real and max_instances in functions/catalogue.yaml is too low, or somebody causes it."
        runbooks = ["cost-spike", "incident"]
        severity = "WARNING"
        duration = "600s"
        query = join(" or ", [for name, most in var.max_instances :
          "(sum by (service_name, location) (run_googleapis_com:container_instance_count{${local.run},service_name=\"${var.services[name].name}\"}) >= ${most})"
        ])
      }
    },
    { for name in var.scheduled : "silence-${name}" => {
      title    = "${name} has not run for 10 minutes"
      text     = "Its schedule calls it at least that often. While it stands still, events that were not published at once stay unpublished."
      runbooks = ["incident"]
      severity = "ERROR"
      duration = "0s"
      query    = "absent_over_time(${local.user_metric}request_count{${local.run},function=\"${name}\"}[10m])"
    } },
  )

  # Lines of the audit log that always concern somebody.
  lines = {
    errors = {
      title    = "A function logged an error"
      text     = "Error Reporting groups them by stack; the line has the trace of its request."
      runbooks = ["incident"]
      severity = "WARNING"
      filter   = "resource.type=\"cloud_run_revision\" AND severity>=ERROR AND jsonPayload.function:*"
      labels   = { function = "EXTRACT(jsonPayload.function)" }
    }
    keys-destroyed = {
      title    = "A key or a secret was destroyed or disabled"
      text     = "What it encrypted or signed cannot be read or verified once it is gone; a key can be restored until its destruction date."
      runbooks = ["key-rotation", "incident"]
      severity = "CRITICAL"
      filter   = "protoPayload.methodName=(\"DestroyCryptoKeyVersion\" OR \"google.cloud.secretmanager.v1.SecretManagerService.DestroySecretVersion\" OR \"google.cloud.secretmanager.v1.SecretManagerService.DisableSecretVersion\" OR \"google.cloud.secretmanager.v1.SecretManagerService.DeleteSecret\")"
      labels   = { principal = "EXTRACT(protoPayload.authenticationInfo.principalEmail)" }
    }
    backups-touched = {
      title    = "A database, a backup or its schedule was deleted"
      text     = "Nothing in this product deletes them."
      runbooks = ["restore-from-backup", "incident"]
      severity = "CRITICAL"
      filter   = "protoPayload.methodName=(\"google.firestore.admin.v1.FirestoreAdmin.DeleteDatabase\" OR \"google.firestore.admin.v1.FirestoreAdmin.DeleteBackup\" OR \"google.firestore.admin.v1.FirestoreAdmin.DeleteBackupSchedule\")"
      labels   = { principal = "EXTRACT(protoPayload.authenticationInfo.principalEmail)" }
    }
    primitive-role = {
      title    = "Somebody was made owner or editor"
      text     = "Terraform grants neither."
      runbooks = ["incident"]
      severity = "CRITICAL"
      filter   = "protoPayload.methodName=\"SetIamPolicy\" AND protoPayload.serviceData.policyDelta.bindingDeltas.action=\"ADD\" AND protoPayload.serviceData.policyDelta.bindingDeltas.role=(\"roles/owner\" OR \"roles/editor\")"
      labels   = { principal = "EXTRACT(protoPayload.authenticationInfo.principalEmail)" }
    }
  }

  documentation = { for key, alert in merge(local.burn, local.state, local.lines, local.uptime_alert) :
    key => "${alert.text}\n\nRunbook: ${join(", then ", [for runbook in alert.runbooks : "[${runbook}](${var.runbooks_url}/${runbook}.md)"])}."
  }
}

resource "google_monitoring_alert_policy" "query" {
  for_each              = merge(local.burn, local.state)
  project               = var.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  conditions {
    display_name = each.value.title
    condition_prometheus_query_language {
      query               = each.value.query
      duration            = each.value.duration
      evaluation_interval = "60s"
      # A metric made from logs is unknown until its first line: without this the first apply of a project is refused.
      disable_metric_validation = true
    }
  }
  documentation {
    subject   = each.value.title
    mime_type = "text/markdown"
    content   = local.documentation[each.key]
  }
  alert_strategy { auto_close = "86400s" }
  depends_on = [google_logging_metric.counter, google_logging_metric.distribution]
}

resource "google_monitoring_alert_policy" "line" {
  for_each              = local.lines
  project               = var.project
  display_name          = each.value.title
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  conditions {
    display_name = each.value.title
    condition_matched_log {
      filter           = each.value.filter
      label_extractors = each.value.labels
    }
  }
  documentation {
    subject   = each.value.title
    mime_type = "text/markdown"
    content   = local.documentation[each.key]
  }
  alert_strategy {
    auto_close = "86400s"
    notification_rate_limit { period = "3600s" }
  }
}
