locals {
  endpoints = merge([for name, function in var.functions : {
    for region, service in function.services : "${name}-${region}" => { function = name, region = region, service = service }
  }]...)
}

resource "google_compute_region_network_endpoint_group" "this" {
  for_each              = local.endpoints
  project               = var.project
  region                = each.value.region
  name                  = each.key
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = each.value.service
  }
  lifecycle {
    create_before_destroy = true
  }
}

# Serverless backends have neither health checks nor balancing arguments: what keeps a broken region away is outlier detection.
resource "google_compute_backend_service" "this" {
  for_each              = var.functions
  project               = var.project
  name                  = each.key
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.api.id
  compression_mode      = "AUTOMATIC"
  custom_response_headers = [
    "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
  ]
  dynamic "backend" {
    for_each = each.value.services
    content {
      group = google_compute_region_network_endpoint_group.this["${each.key}-${backend.key}"].id
    }
  }
  log_config {
    enable      = true
    sample_rate = var.log_sample
  }
  outlier_detection {
    consecutive_errors           = 5
    enforcing_consecutive_errors = 100
    max_ejection_percent         = 50
    interval {
      seconds = 1
    }
    base_ejection_time {
      seconds = 180
    }
  }
}

resource "google_compute_backend_bucket" "this" {
  for_each             = var.bucket_routes
  project              = var.project
  name                 = "bucket-${trim(each.key, "/")}"
  bucket_name          = each.value
  enable_cdn           = true
  compression_mode     = "DISABLED" # video is compressed already
  edge_security_policy = google_compute_security_policy.edge.id
  custom_response_headers = [
    "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'; sandbox",
    "Access-Control-Allow-Origin: *",
  ]
  cdn_policy {
    cache_mode         = "USE_ORIGIN_HEADERS"
    request_coalescing = true
    serve_while_stale  = 0 # what was taken down must not outlive its time
    negative_caching   = true
    negative_caching_policy {
      code = 404
      ttl  = 10
    }
  }
}

# The bucket stays private: only the balancer's own agent may read it.
resource "google_storage_bucket_iam_member" "balancer" {
  for_each = var.bucket_routes
  bucket   = each.value
  role     = "roles/storage.objectViewer"
  member   = "serviceAccount:service-${var.project_number}@https-lb.iam.gserviceaccount.com"
}
