resource "google_compute_global_address" "this" {
  for_each   = toset(["IPV4", "IPV6"])
  project    = var.project
  name       = "front-${lower(each.value)}"
  ip_version = each.value
}

resource "google_compute_ssl_policy" "this" {
  project         = var.project
  name            = "restricted"
  profile         = "RESTRICTED"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  project         = var.project
  name            = "https"
  url_map         = google_compute_url_map.https.id
  certificate_map = "//certificatemanager.googleapis.com/${google_certificate_manager_certificate_map.this.id}"
  ssl_policy      = google_compute_ssl_policy.this.id
  quic_override   = "ENABLE"
  tls_early_data  = "DISABLED" # a replayed request is a second write
}

resource "google_compute_target_http_proxy" "this" {
  project = var.project
  name    = "http"
  url_map = google_compute_url_map.http.id
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each              = google_compute_global_address.this
  project               = var.project
  name                  = "https-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  ip_protocol           = "TCP"
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
  labels                = var.labels
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each              = google_compute_global_address.this
  project               = var.project
  name                  = "http-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  ip_protocol           = "TCP"
  port_range            = "80"
  target                = google_compute_target_http_proxy.this.id
  labels                = var.labels
}
