locals {
  # What is thrown away after days is gone at once when it goes; everything else can be brought back for a week. No bucket has
  # versions as well: both together keep, and bill, everything twice.
  kept_s = { for name, bucket in var.buckets : name => bucket.lifecycle_days == null ? 604800 : 0 }
}

resource "google_storage_bucket" "this" {
  for_each                    = var.buckets
  project                     = var.project
  name                        = "${var.project}-${each.key}${var.suffix}"
  location                    = var.locations.storage
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  rpo                         = var.turbo_replication ? "ASYNC_TURBO" : "DEFAULT"
  labels                      = var.labels
  custom_placement_config {
    data_locations = [for region in var.locations.regions : upper(region)]
  }
  soft_delete_policy {
    retention_duration_seconds = local.kept_s[each.key]
  }
  dynamic "encryption" {
    for_each = var.encrypted ? [local.data_key] : []
    content {
      default_kms_key_name = encryption.value
    }
  }
  logging {
    log_bucket        = google_storage_bucket.logs.name
    log_object_prefix = "${each.key}/"
  }
  cors {
    origin          = var.web_origins
    method          = each.value.notify == null ? ["GET", "HEAD"] : ["GET", "HEAD", "PUT", "POST"]
    response_header = ["Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "ETag", "Location", "Range", "x-goog-resumable", "x-goog-hash"]
    max_age_seconds = 3600
  }
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 1
    }
  }
  dynamic "lifecycle_rule" {
    for_each = each.value.lifecycle_days[*]
    content {
      action {
        type = "Delete"
      }
      condition {
        age = lifecycle_rule.value
      }
    }
  }
  depends_on = [google_kms_crypto_key_iam_member.user]
}

# Who read which object, for 90 days.
resource "google_storage_bucket" "logs" {
  project                     = var.project
  name                        = "${var.project}-access-logs${var.suffix}"
  location                    = var.locations.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  labels                      = var.labels
  soft_delete_policy {
    retention_duration_seconds = 0
  }
  dynamic "encryption" {
    for_each = var.encrypted ? [local.data_key] : []
    content {
      default_kms_key_name = encryption.value
    }
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 90
    }
  }
  depends_on = [google_kms_crypto_key_iam_member.user]
}

# The group that Google writes access logs as; there is no service account for it.
resource "google_storage_bucket_iam_member" "access_logs" {
  bucket = google_storage_bucket.logs.name
  role   = "roles/storage.objectCreator"
  member = "group:cloud-storage-analytics@google.com"
}

# What functions are built from. Versions make an earlier bundle deployable again.
resource "google_storage_bucket" "bundles" {
  project                     = var.project
  name                        = "${var.project}-bundles${var.suffix}"
  location                    = var.locations.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  labels                      = var.labels
  versioning {
    enabled = true
  }
  soft_delete_policy {
    retention_duration_seconds = 0
  }
  logging {
    log_bucket        = google_storage_bucket.logs.name
    log_object_prefix = "bundles/"
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 90
      num_newer_versions         = 3
      with_state                 = "ARCHIVED"
    }
  }
}

# Exports of the database, made by hand: see terraform/runbooks. Managed backups are no objects and are kept by Firestore.
resource "google_storage_bucket" "backups" {
  project                     = var.project
  name                        = "${var.project}-backups${var.suffix}"
  location                    = var.locations.storage
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = !var.protected
  labels                      = var.labels
  soft_delete_policy {
    retention_duration_seconds = 604800
  }
  dynamic "encryption" {
    for_each = var.encrypted ? [local.data_key] : []
    content {
      default_kms_key_name = encryption.value
    }
  }
  logging {
    log_bucket        = google_storage_bucket.logs.name
    log_object_prefix = "backups/"
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 30
    }
  }
  depends_on = [google_kms_crypto_key_iam_member.user]
}

# Exports and imports are Firestore's own work.
resource "google_storage_bucket_iam_member" "backups" {
  bucket = google_storage_bucket.backups.name
  role   = "roles/storage.admin"
  member = var.agents.firestore
}
