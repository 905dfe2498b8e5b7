# Names, places and dates only: values are added by the function `rotation` or by hand, and are in no state.
resource "google_secret_manager_secret" "this" {
  for_each            = var.secrets
  project             = var.project
  secret_id           = "${each.key}${var.suffix}"
  version_destroy_ttl = "604800s" # a destroyed version can be had back for a week
  deletion_protection = var.protected
  labels              = var.labels
  replication {
    user_managed {
      dynamic "replicas" {
        for_each = var.locations.regions
        content {
          location = replicas.value
          dynamic "customer_managed_encryption" {
            for_each = var.encrypted ? [local.keys[replicas.value]] : []
            content {
              kms_key_name = customer_managed_encryption.value
            }
          }
        }
      }
    }
  }
  rotation {
    rotation_period    = "${each.value.rotation_days * 86400}s"
    next_rotation_time = timeadd(plantimestamp(), "${each.value.rotation_days * 24}h")
  }
  topics {
    name = var.rotation_topic
  }
  lifecycle {
    # Secret Manager moves it on after each rotation.
    ignore_changes = [rotation[0].next_rotation_time]
  }
  depends_on = [google_kms_crypto_key_iam_member.user]
}
