locals {
  # Two of each: the push to the function, and what waits for a person in the dead-letter topic.
  subscriptions = merge(
    { for name, subscriber in var.subscribers : name => {
      topic        = google_pubsub_topic.this[subscriber.topic].id
      ack_deadline = subscriber.ack_deadline_s
      retention_h  = 168
      dead         = google_pubsub_topic.dead[name].id
      subscriber   = subscriber
    } },
    { for name, subscriber in var.subscribers : "${name}-dead" => {
      topic        = google_pubsub_topic.dead[name].id
      ack_deadline = 60
      retention_h  = 744
      dead         = null
      subscriber   = null
    } },
  )
}

# The one account that may call functions that take messages.
resource "google_service_account" "push" {
  project      = var.project
  account_id   = "push${var.suffix}"
  display_name = "Pub/Sub when it calls a function"
}

resource "google_service_account_iam_member" "push_token" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = var.agents.pubsub
}

resource "google_pubsub_subscription" "this" {
  for_each                   = local.subscriptions
  project                    = var.project
  name                       = "${each.key}${var.suffix}"
  topic                      = each.value.topic
  ack_deadline_seconds       = each.value.ack_deadline
  message_retention_duration = "${each.value.retention_h * 3600}s"
  labels                     = var.labels
  expiration_policy {
    ttl = "" # never: an idle subscription is otherwise deleted after 31 days
  }
  retry_policy {
    minimum_backoff = each.value.subscriber == null ? "10s" : "${each.value.subscriber.min_backoff_s}s"
    maximum_backoff = each.value.subscriber == null ? "600s" : "${each.value.subscriber.max_backoff_s}s"
  }
  dynamic "dead_letter_policy" {
    for_each = each.value.subscriber[*]
    content {
      dead_letter_topic     = each.value.dead
      max_delivery_attempts = dead_letter_policy.value.max_delivery_attempts
    }
  }
  dynamic "push_config" {
    for_each = each.value.subscriber[*]
    content {
      push_endpoint = push_config.value.endpoint
      oidc_token {
        service_account_email = google_service_account.push.email
        audience              = push_config.value.audience
      }
    }
  }
  depends_on = [google_service_account_iam_member.push_token]
}

# Without both, Pub/Sub cannot move a message to the dead letters and delivers it for ever.
resource "google_pubsub_topic_iam_member" "dead_publisher" {
  for_each = var.subscribers
  project  = var.project
  topic    = google_pubsub_topic.dead[each.key].name
  role     = "roles/pubsub.publisher"
  member   = var.agents.pubsub
}

resource "google_pubsub_subscription_iam_member" "dead_subscriber" {
  for_each     = var.subscribers
  project      = var.project
  subscription = google_pubsub_subscription.this[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = var.agents.pubsub
}
