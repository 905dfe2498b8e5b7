# A network without a way out: services that use it reach Google's APIs, each other and the cache, by private addresses. What a
# function asks of the internet (the DID directory) does not pass here: its egress is private ranges only.
locals {
  restricted      = ["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"]
  private_domains = { googleapis = "googleapis.com.", run = "run.app." }
}

resource "google_compute_network" "this" {
  project                         = var.project
  name                            = "product${var.suffix}"
  auto_create_subnetworks         = false
  delete_default_routes_on_create = true
  routing_mode                    = "GLOBAL"
}

resource "google_compute_subnetwork" "this" {
  for_each                 = var.subnets
  project                  = var.project
  region                   = each.key
  name                     = "services${var.suffix}"
  network                  = google_compute_network.this.id
  ip_cidr_range            = each.value
  private_ip_google_access = true
  stack_type               = "IPV4_ONLY"
  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
    metadata             = "EXCLUDE_ALL_METADATA"
  }
}

resource "google_compute_route" "restricted" {
  project          = var.project
  name             = "restricted-apis${var.suffix}"
  network          = google_compute_network.this.id
  dest_range       = "199.36.153.4/30"
  next_hop_gateway = "default-internet-gateway"
}

resource "google_dns_managed_zone" "private" {
  for_each    = local.private_domains
  project     = var.project
  name        = "private-${each.key}${var.suffix}"
  dns_name    = each.value
  description = "Google's APIs by their restricted addresses"
  visibility  = "private"
  labels      = var.labels
  private_visibility_config {
    networks {
      network_url = google_compute_network.this.id
    }
  }
}

resource "google_dns_record_set" "private" {
  for_each     = merge([for key, domain in local.private_domains : { "${key}-apex" = { zone = key, name = domain }, "${key}-all" = { zone = key, name = "*.${domain}" } }]...)
  project      = var.project
  managed_zone = google_dns_managed_zone.private[each.value.zone].name
  name         = each.value.name
  type         = "A"
  ttl          = 300
  rrdatas      = local.restricted
}

resource "google_compute_firewall" "no_way_in" {
  project       = var.project
  name          = "no-way-in${var.suffix}"
  description   = "Nothing in this network listens but the cache, which has endpoints of its own"
  network       = google_compute_network.this.id
  direction     = "INGRESS"
  priority      = 65534
  source_ranges = ["0.0.0.0/0"]
  deny {
    protocol = "all"
  }
}
