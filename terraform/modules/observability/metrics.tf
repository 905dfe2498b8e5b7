locals {
  # Objectives are read from buckets, so each of their limits must be one of these bounds.
  bounds_ms = [5, 10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10000, 15000, 30000, 60000, 120000, 300000, 600000]

  # Of one invocation.
  bounds_documents = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10000]

  invocation = "resource.type=\"cloud_run_revision\" AND jsonPayload.message=\"request\" AND jsonPayload.function:*"

  labels = {
    function = "jsonPayload.function"
    method   = "jsonPayload.method"
    status   = "jsonPayload.status"
    outcome  = "jsonPayload.outcome"
    state    = "jsonPayload.state"
  }

  counters = {
    request_count = {
      description = "Invocations: HTTP requests and deliveries."
      filter      = local.invocation
      labels      = ["function", "method", "status", "outcome"]
    }
    jobs = {
      description = "Videos that were finished with: completed, failed or refused."
      filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.message=\"job\" AND jsonPayload.state=(\"completed\" OR \"failed\" OR \"refused\")"
      labels      = ["state"]
    }
    limits_degraded = {
      description = "Failures of the cache that instances count calls in together."
      filter      = "resource.type=\"cloud_run_revision\" AND jsonPayload.message=\"limits degraded\""
      labels      = ["function"]
    }
  }

  distributions = {
    request_latency = {
      description = "From the request to just before the answer."
      filter      = "${local.invocation} AND jsonPayload.durationMs>=0"
      value       = "jsonPayload.durationMs"
      unit        = "ms"
      bounds      = local.bounds_ms
      labels      = ["function", "method"]
    }
    queue_age = {
      description = "How long a message waited before this delivery."
      filter      = "${local.invocation} AND jsonPayload.queueAgeMs>=0"
      value       = "jsonPayload.queueAgeMs"
      unit        = "ms"
      bounds      = local.bounds_ms
      labels      = ["function"]
    }
    freshness = {
      description = "From the commit of a post to its place in the timelines."
      filter      = "${local.invocation} AND jsonPayload.freshnessMs>=0"
      value       = "jsonPayload.freshnessMs"
      unit        = "ms"
      bounds      = local.bounds_ms
      labels      = ["function"]
    }
    "firestore_documents/reads" = {
      description = "Documents read by an invocation."
      filter      = "${local.invocation} AND jsonPayload.firestore.reads>=0"
      value       = "jsonPayload.firestore.reads"
      unit        = "1"
      bounds      = local.bounds_documents
      labels      = ["function", "method"]
    }
    # Lines that wrote nothing add nothing to the sum, and each point of a metric is billed.
    "firestore_documents/writes" = {
      description = "Documents written by an invocation that wrote any."
      filter      = "${local.invocation} AND jsonPayload.firestore.writes>0"
      value       = "jsonPayload.firestore.writes"
      unit        = "1"
      bounds      = local.bounds_documents
      labels      = ["function", "method"]
    }
    "firestore_documents/deletes" = {
      description = "Documents deleted by an invocation that deleted any."
      filter      = "${local.invocation} AND jsonPayload.firestore.deletes>0"
      value       = "jsonPayload.firestore.deletes"
      unit        = "1"
      bounds      = local.bounds_documents
      labels      = ["function", "method"]
    }
  }
}

resource "google_logging_metric" "counter" {
  for_each         = local.counters
  project          = var.project
  name             = each.key
  description      = each.value.description
  filter           = each.value.filter
  label_extractors = { for label in each.value.labels : label => "EXTRACT(${local.labels[label]})" }
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }
}

resource "google_logging_metric" "distribution" {
  for_each         = local.distributions
  project          = var.project
  name             = each.key
  description      = each.value.description
  filter           = each.value.filter
  value_extractor  = "EXTRACT(${each.value.value})"
  label_extractors = { for label in each.value.labels : label => "EXTRACT(${local.labels[label]})" }
  bucket_options {
    explicit_buckets { bounds = each.value.bounds }
  }
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit
    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }
}
