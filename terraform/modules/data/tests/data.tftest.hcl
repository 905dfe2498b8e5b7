mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project        = "product"
  key_regions    = ["europe-west1", "europe-north1"]
  agents         = { firestore = "serviceAccount:firestore", pubsub = "serviceAccount:pubsub", run = "serviceAccount:run", secretmanager = "serviceAccount:secrets", storage = "serviceAccount:storage" }
  firestore      = yamldecode(file("../../firestore.yaml"))
  buckets        = { media = { route = "/vid/" }, blobs = {}, uploads = { notify = "uploads", lifecycle_days = 1 } }
  secrets        = { session-signing-key = { rotation_days = 90 }, plc-rotation-key = { rotation_days = 365 } }
  rotation_topic = "projects/product/topics/secret-rotations"
}

run "the_database_can_be_had_back" {
  command = plan
  assert {
    condition     = google_firestore_backup_schedule.daily[0].retention == "2592000s" && google_firestore_backup_schedule.weekly[0].retention == "8467200s"
    error_message = "daily backups are kept 30 days, weekly ones 14 weeks"
  }
  assert {
    condition     = google_firestore_database.this.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED" && google_firestore_database.this.delete_protection_state == "DELETE_PROTECTION_ENABLED" && google_firestore_database.this.deletion_policy == "ABANDON"
    error_message = "the database can be lost"
  }
  assert {
    condition     = google_firestore_database.this.cmek_config[0].kms_key_name == "projects/product/locations/europe/keyRings/tiktoktoe/cryptoKeys/data"
    error_message = "key"
  }
  assert {
    condition     = google_firebaserules_release.firestore.name == "cloud.firestore" && strcontains(google_firebaserules_ruleset.firestore.source[0].files[0].content, "allow read, write: if false;") && !strcontains(google_firebaserules_ruleset.firestore.source[0].files[0].content, "if true")
    error_message = "clients can read or write"
  }
}

run "indexes_and_fields_are_the_list" {
  command = plan
  assert {
    condition     = length(google_firestore_index.this) == length(var.firestore.indexes)
    error_message = "an index is listed twice, or left out"
  }
  assert {
    condition     = join(" ", [for f in google_firestore_index.this["posts/author:ascending,live:ascending,sortAt:descending"].fields : "${f.field_path}:${f.order}"]) == "author:ASCENDING live:ASCENDING sortAt:DESCENDING"
    error_message = "fields of an index"
  }
  assert {
    condition     = alltrue([for t in var.firestore.ttl : length(google_firestore_field.this["${t.collection}/${t.field}"].ttl_config) == 1])
    error_message = "a field that does not expire"
  }
  assert {
    condition     = alltrue([for e in var.firestore.exempt : length(google_firestore_field.this["${e.collection}/${e.field}"].index_config) == 1 && length(google_firestore_field.this["${e.collection}/${e.field}"].index_config[0].indexes) == 0])
    error_message = "a field that is indexed for nothing"
  }
}

run "an_expiring_field_that_is_queried_keeps_its_indexes" {
  command = plan
  variables {
    firestore = {
      indexes = []
      ttl     = [{ collection = "jobs", field = "expireAt" }, { collection = "posts", field = "expireAt" }]
      exempt  = []
      queried = [{ collection = "jobs", field = "expireAt" }]
    }
  }
  assert {
    condition     = length(google_firestore_field.this["jobs/expireAt"].index_config) == 0 && length(google_firestore_field.this["posts/expireAt"].index_config) == 1
    error_message = "index_config"
  }
}

run "every_bucket_is_private" {
  command = plan
  assert {
    condition = alltrue([for b in concat(values(google_storage_bucket.this), [google_storage_bucket.logs, google_storage_bucket.bundles, google_storage_bucket.backups]) :
    b.public_access_prevention == "enforced" && b.uniform_bucket_level_access && !b.force_destroy])
    error_message = "a bucket can be public, or be deleted with what is in it"
  }
  assert {
    condition     = alltrue([for b in google_storage_bucket.this : length(b.logging) == 1 && b.encryption[0].default_kms_key_name == "projects/product/locations/europe/keyRings/tiktoktoe/cryptoKeys/data" && length(b.custom_placement_config[0].data_locations) == 2])
    error_message = "a bucket without log, key or second region"
  }
  assert {
    condition     = anytrue([for r in google_storage_bucket.this["uploads"].lifecycle_rule : one(r.action).type == "Delete" && one(r.condition).age == 1]) && google_storage_bucket.this["uploads"].soft_delete_policy[0].retention_duration_seconds == 0
    error_message = "originals are gone after a day"
  }
  assert {
    condition     = alltrue([for name in ["media", "blobs"] : google_storage_bucket.this[name].soft_delete_policy[0].retention_duration_seconds == 604800 && !anytrue([for r in google_storage_bucket.this[name].lifecycle_rule : one(r.action).type == "Delete"])])
    error_message = "what is kept can be had back for a week"
  }
}

run "every_secret_is_rotated" {
  command = plan
  assert {
    condition     = alltrue([for name, s in google_secret_manager_secret.this : s.rotation[0].rotation_period == "${var.secrets[name].rotation_days * 86400}s" && s.topics[0].name == var.rotation_topic])
    error_message = "a secret that nobody is told of"
  }
  assert {
    condition     = alltrue([for s in google_secret_manager_secret.this : s.deletion_protection && s.version_destroy_ttl == "604800s" && length(s.replication[0].user_managed[0].replicas) == 2])
    error_message = "protection, delay and two regions"
  }
}

run "every_key_is_rotated_and_granted_to_who_uses_it" {
  command = plan
  assert {
    condition     = alltrue([for k in google_kms_crypto_key.data : k.rotation_period == "7776000s" && k.destroy_scheduled_duration == "2592000s"])
    error_message = "rotation"
  }
  assert {
    condition     = join(" ", keys(google_kms_crypto_key.data)) == "europe europe-north1 europe-west1 europe-west4"
    error_message = "keys: ${join(" ", keys(google_kms_crypto_key.data))}"
  }
  assert {
    condition = join(" ", keys(google_kms_crypto_key_iam_member.user)) == join(" ", [
      "europe-north1/run", "europe-west1/run", "europe-west1/secretmanager", "europe-west4/run", "europe-west4/secretmanager",
      "europe/firestore", "europe/pubsub", "europe/storage",
    ])
    error_message = "users: ${join(" ", keys(google_kms_crypto_key_iam_member.user))}"
  }
}

run "an_export_is_kept_a_month_where_only_the_database_writes" {
  command = plan
  assert {
    condition     = one(google_storage_bucket.backups.lifecycle_rule).condition[0].age == 30 && google_storage_bucket.backups.soft_delete_policy[0].retention_duration_seconds == 604800 && google_storage_bucket.backups.encryption[0].default_kms_key_name == google_storage_bucket.this["media"].encryption[0].default_kms_key_name
    error_message = "kept, and with our key"
  }
  assert {
    condition     = google_storage_bucket_iam_member.backups.bucket == google_storage_bucket.backups.name && google_storage_bucket_iam_member.backups.member == var.agents.firestore
    error_message = "who writes"
  }
}

run "what_is_thrown_away_leaves_nothing" {
  command = plan
  variables {
    suffix    = "-sound"
    encrypted = false
    protected = false
    backups   = false
  }
  assert {
    condition     = google_firestore_database.this.delete_protection_state == "DELETE_PROTECTION_DISABLED" && google_firestore_database.this.deletion_policy == "DELETE" && google_firestore_database.this.name == "tiktoktoe-sound" && google_firebaserules_release.firestore.name == "cloud.firestore/tiktoktoe-sound"
    error_message = "the database stays"
  }
  assert {
    condition     = length(google_kms_key_ring.data) == 0 && length(google_firestore_backup_schedule.daily) == 0 && output.key == null
    error_message = "keys or backups stay"
  }
  assert {
    condition     = alltrue([for b in concat(values(google_storage_bucket.this), [google_storage_bucket.logs, google_storage_bucket.bundles, google_storage_bucket.backups]) : b.force_destroy && endswith(b.name, "-sound") && b.public_access_prevention == "enforced"])
    error_message = "buckets"
  }
  assert {
    condition     = alltrue([for s in google_secret_manager_secret.this : endswith(s.secret_id, "-sound") && length(s.rotation) == 1 && !s.deletion_protection])
    error_message = "secrets"
  }
}
