locals {
  caches = var.valkey == null ? {} : var.subnets
}

resource "google_network_connectivity_service_connection_policy" "valkey" {
  for_each      = local.caches
  project       = var.project
  location      = each.key
  name          = "valkey${var.suffix}"
  service_class = "gcp-memorystore"
  network       = google_compute_network.this.id
  psc_config {
    subnetworks = [google_compute_subnetwork.this[each.key].id]
    limit       = "4"
  }
}

resource "google_memorystore_instance" "valkey" {
  for_each                    = local.caches
  project                     = var.project
  location                    = each.key
  instance_id                 = "cache${var.suffix}"
  mode                        = "CLUSTER_DISABLED"
  shard_count                 = 1
  replica_count               = var.valkey.replicas
  node_type                   = var.valkey.node_type
  engine_version              = "VALKEY_8_0"
  engine_configs              = { maxmemory-policy = "allkeys-lru" }
  authorization_mode          = "IAM_AUTH"
  transit_encryption_mode     = "SERVER_AUTHENTICATION"
  deletion_protection_enabled = var.protected
  labels                      = var.labels
  desired_auto_created_endpoints {
    network    = google_compute_network.this.id
    project_id = var.project
  }
  persistence_config {
    mode = "DISABLED"
  }
  zone_distribution_config {
    mode = var.valkey.replicas > 0 ? "MULTI_ZONE" : "SINGLE_ZONE"
    zone = var.valkey.replicas > 0 ? null : "${each.key}-b"
  }
  maintenance_policy {
    weekly_maintenance_window {
      day = "SUNDAY"
      start_time {
        hours = 3
      }
    }
  }
  depends_on = [google_network_connectivity_service_connection_policy.valkey]
}
