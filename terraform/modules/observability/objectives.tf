locals {
  visible     = { for name, service in var.services : name => service if service.kind == "http" }
  interactive = { for name in keys(local.visible) : name => sort(setsubtract(lookup(var.methods, name, []), var.slow_methods)) }

  # Services whose every method hashes, calls the directory or carries media have no latency objective.
  quick = { for name, service in local.visible : name => service if length(local.interactive[name]) > 0 }

  latency_metric   = "logging.googleapis.com/user/${google_logging_metric.distribution["request_latency"].name}"
  freshness_metric = "logging.googleapis.com/user/${google_logging_metric.distribution["freshness"].name}"
  jobs_metric      = "logging.googleapis.com/user/${google_logging_metric.counter["jobs"].name}"
  on_run           = "resource.type=\"cloud_run_revision\""
}

resource "google_monitoring_custom_service" "function" {
  for_each     = local.visible
  project      = var.project
  service_id   = each.key
  display_name = each.key
}

resource "google_monitoring_custom_service" "product" {
  for_each     = { timelines = "Posts reach the followers", videos = "Uploads become videos" }
  project      = var.project
  service_id   = each.key
  display_name = each.value
}

resource "google_monitoring_slo" "availability" {
  for_each            = local.visible
  project             = var.project
  service             = google_monitoring_custom_service.function[each.key].service_id
  slo_id              = "availability"
  display_name        = "${each.key}: ${var.slo.availability_goal * 100} % of requests are not answered with 5xx"
  goal                = var.slo.availability_goal
  rolling_period_days = 28
  request_based_sli {
    good_total_ratio {
      total_service_filter = "metric.type=\"run.googleapis.com/request_count\" ${local.on_run} resource.labels.service_name=\"${each.value.name}\""
      bad_service_filter   = "metric.type=\"run.googleapis.com/request_count\" ${local.on_run} resource.labels.service_name=\"${each.value.name}\" metric.labels.response_code_class=\"5xx\""
    }
  }
}

resource "google_monitoring_slo" "latency" {
  for_each            = local.quick
  project             = var.project
  service             = google_monitoring_custom_service.function[each.key].service_id
  slo_id              = "latency"
  display_name        = "${each.key}: ${var.slo.latency_goal * 100} % of answers within ${var.slo.latency_ms} ms"
  goal                = var.slo.latency_goal
  rolling_period_days = 28
  request_based_sli {
    distribution_cut {
      distribution_filter = "metric.type=\"${local.latency_metric}\" ${local.on_run} metric.labels.function=\"${each.key}\" metric.labels.method=one_of(${join(",", [for method in local.interactive[each.key] : "\"${method}\""])})"
      range { max = var.slo.latency_ms }
    }
  }
  lifecycle {
    precondition {
      condition     = contains(local.bounds_ms, var.slo.latency_ms)
      error_message = "slo.latency_ms: ${var.slo.latency_ms} is not a bound of the metric, take one of ${join(", ", local.bounds_ms)}."
    }
  }
}

resource "google_monitoring_slo" "freshness" {
  project             = var.project
  service             = google_monitoring_custom_service.product["timelines"].service_id
  slo_id              = "freshness"
  display_name        = "${var.slo.freshness_goal * 100} % of posts are in the timelines within ${var.slo.freshness_ms} ms"
  goal                = var.slo.freshness_goal
  rolling_period_days = 28
  request_based_sli {
    distribution_cut {
      distribution_filter = "metric.type=\"${local.freshness_metric}\" ${local.on_run}"
      range { max = var.slo.freshness_ms }
    }
  }
  lifecycle {
    precondition {
      condition     = contains(local.bounds_ms, var.slo.freshness_ms)
      error_message = "slo.freshness_ms: ${var.slo.freshness_ms} is not a bound of the metric, take one of ${join(", ", local.bounds_ms)}."
    }
  }
}

resource "google_monitoring_slo" "jobs" {
  project             = var.project
  service             = google_monitoring_custom_service.product["videos"].service_id
  slo_id              = "jobs"
  display_name        = "${var.slo.jobs_goal * 100} % of uploads are played or refused with a reason"
  goal                = var.slo.jobs_goal
  rolling_period_days = 28
  request_based_sli {
    good_total_ratio {
      total_service_filter = "metric.type=\"${local.jobs_metric}\" ${local.on_run}"
      bad_service_filter   = "metric.type=\"${local.jobs_metric}\" ${local.on_run} metric.labels.state=\"failed\""
    }
  }
}
