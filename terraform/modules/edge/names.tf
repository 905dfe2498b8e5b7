locals {
  zone_hosts = { apex = "${var.domain}.", handles = "*.${var.domain}." }
  addresses  = { A = google_compute_global_address.this["IPV4"].address, AAAA = google_compute_global_address.this["IPV6"].address }
  records = merge([for host, name in local.zone_hosts : {
    for type, address in local.addresses : "${host}-${type}" => { name = name, type = type, address = address }
  }]...)
}

resource "google_dns_managed_zone" "this" {
  project     = var.project
  name        = "product"
  dns_name    = "${var.domain}."
  description = "The product and its handles"
  labels      = var.labels
  dnssec_config {
    state         = "on"
    non_existence = "nsec3"
  }
  cloud_logging_config {
    enable_logging = var.dns_logging
  }
}

resource "google_dns_record_set" "address" {
  for_each     = local.records
  project      = var.project
  managed_zone = google_dns_managed_zone.this.name
  name         = each.value.name
  type         = each.value.type
  ttl          = 300
  rrdatas      = [each.value.address]
}

# Only Google's authority may issue for the product and its handles.
resource "google_dns_record_set" "caa" {
  project      = var.project
  managed_zone = google_dns_managed_zone.this.name
  name         = "${var.domain}."
  type         = "CAA"
  ttl          = 3600
  rrdatas      = ["0 issue \"pki.goog\"", "0 issuewild \"pki.goog\""]
}

resource "google_certificate_manager_dns_authorization" "this" {
  project = var.project
  name    = "product"
  domain  = var.domain
  type    = "FIXED_RECORD"
  labels  = var.labels
}

resource "google_dns_record_set" "authorization" {
  project      = var.project
  managed_zone = google_dns_managed_zone.this.name
  name         = google_certificate_manager_dns_authorization.this.dns_resource_record[0].name
  type         = google_certificate_manager_dns_authorization.this.dns_resource_record[0].type
  ttl          = 300
  rrdatas      = [google_certificate_manager_dns_authorization.this.dns_resource_record[0].data]
}

resource "google_certificate_manager_certificate" "this" {
  project = var.project
  name    = "product"
  labels  = var.labels
  managed {
    domains            = [var.domain, "*.${var.domain}"]
    dns_authorizations = [google_certificate_manager_dns_authorization.this.id]
  }
}

resource "google_certificate_manager_certificate_map" "this" {
  project = var.project
  name    = "product"
  labels  = var.labels
}

resource "google_certificate_manager_certificate_map_entry" "this" {
  for_each     = { apex = var.domain, handles = "*.${var.domain}" }
  project      = var.project
  name         = each.key
  map          = google_certificate_manager_certificate_map.this.name
  certificates = [google_certificate_manager_certificate.this.id]
  hostname     = each.value
  labels       = var.labels
}
