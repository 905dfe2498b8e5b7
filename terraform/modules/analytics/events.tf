locals {
  agent = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"

  # The columns are the privacy rule: Pub/Sub drops every field of a message that has none. No record, so no text, no handle, no e-mail.
  columns = [
    { name = "subscription_name", type = "STRING", mode = "NULLABLE", description = "Written by Pub/Sub." },
    { name = "message_id", type = "STRING", mode = "NULLABLE", description = "Written by Pub/Sub; a message may come twice." },
    { name = "publish_time", type = "TIMESTAMP", mode = "NULLABLE", description = "Written by Pub/Sub." },
    { name = "attributes", type = "JSON", mode = "NULLABLE", description = "Written by Pub/Sub." },
    { name = "version", type = "INTEGER", mode = "NULLABLE", description = "Of the message." },
    { name = "type", type = "STRING", mode = "NULLABLE", description = "commit or identity." },
    { name = "did", type = "STRING", mode = "NULLABLE", description = "The account, a pseudonym." },
    # Not a TIMESTAMP: the producer writes nanoseconds, which a TIMESTAMP refuses, and a refused message is not written at all.
    { name = "time", type = "STRING", mode = "NULLABLE", description = "When the event was accepted, ISO 8601." },
    { name = "rev", type = "STRING", mode = "NULLABLE", description = "The repository's revision." },
    { name = "ops", type = "RECORD", mode = "REPEATED", description = "One per record.", fields = [
      { name = "action", type = "STRING", mode = "NULLABLE", description = "create, update or delete." },
      { name = "collection", type = "STRING", mode = "NULLABLE", description = "NSID." },
      { name = "rkey", type = "STRING", mode = "NULLABLE", description = "Key of the record in its collection." },
    ] },
  ]
}

resource "google_bigquery_dataset" "analytics" {
  project                    = var.project
  dataset_id                 = "analytics"
  description                = "What accounts did, without what they said."
  location                   = var.location
  max_time_travel_hours      = "48"
  delete_contents_on_destroy = !var.deletion_protection
  dynamic "default_encryption_configuration" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content { kms_key_name = default_encryption_configuration.value }
  }
  depends_on = [google_kms_crypto_key_iam_member.bigquery]
}

data "google_bigquery_default_service_account" "agent" { project = var.project }

resource "google_kms_crypto_key_iam_member" "bigquery" {
  count         = var.kms_key == null ? 0 : 1
  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = data.google_bigquery_default_service_account.agent.member
}

resource "google_bigquery_table" "events" {
  project                  = var.project
  dataset_id               = google_bigquery_dataset.analytics.dataset_id
  table_id                 = "events"
  description              = "Messages of the topic commits, less their records."
  deletion_protection      = var.deletion_protection
  require_partition_filter = true
  clustering               = ["type", "did"]
  schema                   = jsonencode(local.columns)
  time_partitioning {
    type          = "DAY"
    field         = "publish_time"
    expiration_ms = var.retention_days * 86400000
  }
}

# On the table only: the agent serves every subscription of the project.
resource "google_bigquery_table_iam_member" "writer" {
  project    = var.project
  dataset_id = google_bigquery_dataset.analytics.dataset_id
  table_id   = google_bigquery_table.events.table_id
  role       = "roles/bigquery.dataEditor"
  member     = local.agent
}

resource "google_pubsub_subscription" "events" {
  project                    = var.project
  name                       = "analytics"
  topic                      = var.topics["commits"].id
  message_retention_duration = "604800s"
  expiration_policy { ttl = "" }
  bigquery_config {
    table               = "${var.project}.${google_bigquery_dataset.analytics.dataset_id}.${google_bigquery_table.events.table_id}"
    use_table_schema    = true
    drop_unknown_fields = true
    write_metadata      = true
  }
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead.id
    max_delivery_attempts = 10
  }
  # Pub/Sub checks that its agent may write when the subscription is made.
  depends_on = [google_bigquery_table_iam_member.writer, google_pubsub_topic_iam_member.dead]
}

resource "google_pubsub_topic" "dead" {
  project                    = var.project
  name                       = "analytics-dead"
  message_retention_duration = "604800s"
  message_storage_policy { allowed_persistence_regions = var.storage_regions }
}

resource "google_pubsub_topic_iam_member" "dead" {
  project = var.project
  topic   = google_pubsub_topic.dead.name
  role    = "roles/pubsub.publisher"
  member  = local.agent
}

resource "google_pubsub_subscription_iam_member" "source" {
  project      = var.project
  subscription = google_pubsub_subscription.events.name
  role         = "roles/pubsub.subscriber"
  member       = local.agent
}

# It is itself the end and is pulled by hand, so it has no dead letter and no token: the policy's two warnings do not apply.
resource "google_pubsub_subscription" "dead" {
  project                    = var.project
  name                       = "analytics-dead"
  topic                      = google_pubsub_topic.dead.id
  message_retention_duration = "604800s"
  expiration_policy { ttl = "" }
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }
}
