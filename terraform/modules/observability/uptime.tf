locals {
  # Neither reads a document: they say that names, certificates, the front and functions answer. Objectives say the rest.
  checks = {
    health   = { path = "/xrpc/_health", contains = "version" }
    identity = { path = "/.well-known/did.json", contains = "did:web:" }
  }

  uptime_alert = { uptime = {
    title    = "The product does not answer"
    text     = "At least two of the places that ask get no right answer."
    runbooks = ["incident", "region-failover", "roll-back"]
  } }
}

resource "google_monitoring_uptime_check_config" "public" {
  for_each         = local.checks
  project          = var.project
  display_name     = each.key
  timeout          = "10s"
  period           = "${var.uptime.period_s}s"
  checker_type     = "STATIC_IP_CHECKERS"
  selected_regions = ["EUROPE", "USA", "ASIA_PACIFIC"]
  http_check {
    path           = each.value.path
    port           = 443
    use_ssl        = true
    validate_ssl   = true
    request_method = "GET"
    accepted_response_status_codes { status_class = "STATUS_CLASS_2XX" }
  }
  content_matchers {
    content = each.value.contains
    matcher = "CONTAINS_STRING"
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project, host = var.domain }
  }
}

resource "google_monitoring_alert_policy" "uptime" {
  project               = var.project
  display_name          = local.uptime_alert.uptime.title
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels
  conditions {
    display_name = "two places fail"
    condition_threshold {
      filter          = "resource.type=\"uptime_url\" AND metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.check_id=one_of(${join(",", [for check in google_monitoring_uptime_check_config.public : "\"${check.uptime_check_id}\""])})"
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "${max(60, var.uptime.period_s)}s"
      aggregations {
        alignment_period     = "${max(60, 2 * var.uptime.period_s)}s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["metric.label.check_id"]
      }
      trigger { count = 1 }
    }
  }
  documentation {
    subject   = local.uptime_alert.uptime.title
    mime_type = "text/markdown"
    content   = local.documentation["uptime"]
  }
  alert_strategy { auto_close = "86400s" }
}
