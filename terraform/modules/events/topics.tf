locals {
  # Secret Manager needs somebody to tell when a secret is due, also before a function listens.
  rotation_topic = "secret-rotations"
  budget_topic   = "budget-alerts"
  topics         = merge({ (local.rotation_topic) = { retention_h = 168 } }, var.topics)

  google_publishers = merge(
    { for bucket, topic in var.notifications : "${topic}/storage" => { topic = topic, member = var.agents.storage } },
    { "${local.rotation_topic}/secretmanager" = { topic = local.rotation_topic, member = var.agents.secretmanager } },
    contains(keys(var.topics), local.budget_topic) ? { "${local.budget_topic}/billing" = {
      topic = local.budget_topic, member = "serviceAccount:billing-budget-alert@system.gserviceaccount.com"
    } } : {},
  )
}

resource "google_pubsub_topic" "this" {
  for_each                   = local.topics
  project                    = var.project
  name                       = "${each.key}${var.suffix}"
  kms_key_name               = var.kms_key
  message_retention_duration = "${each.value.retention_h * 3600}s"
  labels                     = var.labels
  message_storage_policy {
    allowed_persistence_regions = var.storage_regions
  }
}

# Messages that a function gave up on. The topic keeps them a month, so that they can be replayed.
resource "google_pubsub_topic" "dead" {
  for_each                   = var.subscribers
  project                    = var.project
  name                       = "${each.key}-dead${var.suffix}"
  kms_key_name               = var.kms_key
  message_retention_duration = "2678400s" # 31 days, the most there is
  labels                     = var.labels
  message_storage_policy {
    allowed_persistence_regions = var.storage_regions
  }
}

resource "google_pubsub_topic_iam_member" "google" {
  for_each = local.google_publishers
  project  = var.project
  topic    = google_pubsub_topic.this[each.value.topic].name
  role     = "roles/pubsub.publisher"
  member   = each.value.member
}

# Originals begin with their account's DID; the parts of uploads lie beside them and are nobody's news.
resource "google_storage_notification" "finished" {
  for_each           = var.notifications
  bucket             = var.buckets[each.key].name
  topic              = google_pubsub_topic.this[each.value].id
  payload_format     = "JSON_API_V1"
  event_types        = ["OBJECT_FINALIZE"]
  object_name_prefix = "did:"
  depends_on         = [google_pubsub_topic_iam_member.google]
}
