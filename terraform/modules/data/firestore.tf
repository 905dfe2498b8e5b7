locals {
  database = var.suffix == "" ? "(default)" : "tiktoktoe${var.suffix}"

  indexes = { for index in var.firestore.indexes :
    "${index.collection}/${join(",", [for field in index.fields : "${field.path}:${lower(field.order)}"])}" => index
  }
  ttl     = toset([for entry in var.firestore.ttl : "${entry.collection}/${entry.field}"])
  queried = toset([for entry in var.firestore.queried : "${entry.collection}/${entry.field}"])
  fields  = { for entry in concat(var.firestore.ttl, var.firestore.exempt) : "${entry.collection}/${entry.field}" => entry... }
}

resource "google_firestore_database" "this" {
  project                           = var.project
  name                              = local.database
  location_id                       = var.locations.firestore
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "OPTIMISTIC"
  app_engine_integration_mode       = "DISABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.protected ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.protected ? "ABANDON" : "DELETE"
  dynamic "cmek_config" {
    for_each = var.encrypted ? [local.data_key] : []
    content {
      kms_key_name = cmek_config.value
    }
  }
  depends_on = [google_kms_crypto_key_iam_member.user]
}

resource "google_firestore_backup_schedule" "daily" {
  count     = var.backups ? 1 : 0
  project   = var.project
  database  = google_firestore_database.this.name
  retention = "2592000s" # 30 days
  daily_recurrence {}
}

resource "google_firestore_backup_schedule" "weekly" {
  count     = var.backups ? 1 : 0
  project   = var.project
  database  = google_firestore_database.this.name
  retention = "8467200s" # 14 weeks, the most there is
  weekly_recurrence {
    day = "SUNDAY"
  }
}

resource "google_firestore_index" "this" {
  for_each    = local.indexes
  project     = var.project
  database    = google_firestore_database.this.name
  collection  = each.value.collection
  query_scope = each.value.scope
  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value.path
      order      = fields.value.order
    }
  }
  timeouts {
    create = "90m" # indexes are built one after the other
  }
}

# A field that expires documents or is never queried has no single-field indexes: they would cost a write each, and the ones on
# ever rising times are a hot spot. `queried` names the expiring fields that a query reads.
resource "google_firestore_field" "this" {
  for_each   = local.fields
  project    = var.project
  database   = google_firestore_database.this.name
  collection = each.value[0].collection
  field      = each.value[0].field
  dynamic "ttl_config" {
    for_each = contains(local.ttl, each.key) ? [1] : []
    content {}
  }
  dynamic "index_config" {
    for_each = contains(local.queried, each.key) ? [] : [1]
    content {}
  }
  timeouts {
    create = "90m"
    update = "90m"
  }
}

# Only the functions read and write, with their own accounts, which rules do not touch; nobody else does.
resource "google_firebaserules_ruleset" "firestore" {
  project = var.project
  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/firestore.rules")
    }
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_firebaserules_release" "firestore" {
  project      = var.project
  name         = var.suffix == "" ? "cloud.firestore" : "cloud.firestore/${google_firestore_database.this.name}"
  ruleset_name = google_firebaserules_ruleset.firestore.name
  lifecycle {
    replace_triggered_by = [google_firebaserules_ruleset.firestore]
  }
}
