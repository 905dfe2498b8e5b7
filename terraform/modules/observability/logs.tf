locals {
  # What functions print. Cloud Run's own line per request carries the client's address and repeats ours.
  application = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/stdout\")"
  quiet       = "jsonPayload.message=\"request\" AND severity=INFO AND jsonPayload.status<400"

  # Google's record of who did what, and the product's own chain of changes to accounts, roles and moderation.
  audit = "log_id(\"cloudaudit.googleapis.com/activity\") OR log_id(\"cloudaudit.googleapis.com/data_access\") OR log_id(\"cloudaudit.googleapis.com/policy\") OR log_id(\"cloudaudit.googleapis.com/access_transparency\") OR log_id(\"audit\")"
}

resource "google_logging_project_bucket_config" "application" {
  project          = var.project
  location         = var.location
  bucket_id        = "application"
  description      = "What functions print."
  retention_days   = var.logs.retention_days
  enable_analytics = true
  index_configs {
    field_path = "jsonPayload.requestId"
    type       = "INDEX_TYPE_STRING"
  }
}

# Within a project a sink needs no grant to write to a log bucket.
resource "google_logging_project_sink" "application" {
  project                = var.project
  name                   = "application"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.application.id}"
  filter                 = local.application
  unique_writer_identity = true
  dynamic "exclusions" {
    for_each = var.logs.request_share < 1 ? [1] : []
    content {
      name   = "sampled"
      filter = "${local.quiet} AND NOT sample(insertId, ${var.logs.request_share})"
    }
  }
}

# Metrics made from logs count excluded lines too.
resource "google_logging_project_exclusion" "default" {
  for_each = {
    application = { filter = local.application, description = "Kept in the bucket application instead." }
    requests    = { filter = "resource.type=\"cloud_run_revision\" AND log_id(\"run.googleapis.com/requests\") AND httpRequest.status<500", description = "Our own line says the same without the client's address." }
  }
  project     = var.project
  name        = each.key
  description = each.value.description
  filter      = each.value.filter
}

resource "google_storage_bucket" "audit" {
  project                     = var.project
  name                        = "${var.project}-audit-logs"
  location                    = var.audit_bucket_location
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  retention_policy {
    retention_period = var.logs.audit_retention_days * 86400
    is_locked        = var.logs.locked
  }
  soft_delete_policy { retention_duration_seconds = 0 }
  lifecycle_rule {
    action {
      type          = "SetStorageClass"
      storage_class = "ARCHIVE"
    }
    condition { age = 30 }
  }
  lifecycle_rule {
    action { type = "Delete" }
    condition { age = var.logs.audit_retention_days + 1 }
  }
  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content { default_kms_key_name = encryption.value }
  }
}

resource "google_logging_project_sink" "audit" {
  project                = var.project
  name                   = "audit"
  destination            = "storage.googleapis.com/${google_storage_bucket.audit.name}"
  filter                 = local.audit
  unique_writer_identity = true
}

resource "google_storage_bucket_iam_member" "audit" {
  bucket = google_storage_bucket.audit.name
  role   = "roles/storage.objectCreator"
  member = google_logging_project_sink.audit.writer_identity
}
