mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project         = "product"
  home_region     = "europe-west1"
  storage_regions = ["europe-west1", "europe-west4"]
  kms_key         = "projects/product/locations/europe/keyRings/tiktoktoe/cryptoKeys/data"
  topics          = { commits = { retention_h = 168 }, uploads = { retention_h = 24 }, maintenance = { retention_h = 1 } }
  buckets         = { uploads = { name = "product-uploads" } }
  notifications   = { uploads = "uploads" }
  agents          = { pubsub = "serviceAccount:pubsub", secretmanager = "serviceAccount:secrets", storage = "serviceAccount:storage" }
  subscribers = {
    fanout = {
      topic    = "commits", ack_deadline_s = 300, max_delivery_attempts = 10, min_backoff_s = 1, max_backoff_s = 60, schedule = []
      endpoint = "https://fanout-abc.a.run.app", audience = "https://fanout-1.europe-west1.run.app"
    }
    maintenance = {
      topic    = "maintenance", ack_deadline_s = 600, max_delivery_attempts = 5, min_backoff_s = 5, max_backoff_s = 60, schedule = [{ task = "outbox-sweep", cron = "*/1 * * * *" }]
      endpoint = "https://maintenance-abc.a.run.app", audience = "https://maintenance-1.europe-west1.run.app"
    }
  }
}

run "every_push_can_fail_safely" {
  command = plan
  assert {
    condition     = length(google_pubsub_subscription.this) == 4
    error_message = "a push and its dead letters for each function: ${join(" ", keys(google_pubsub_subscription.this))}"
  }
  assert {
    condition     = alltrue([for s in google_pubsub_subscription.this : s.expiration_policy[0].ttl == "" && length(s.retry_policy) == 1])
    error_message = "a subscription expires or does not wait before it tries again"
  }
  assert {
    condition     = alltrue([for name, subscriber in var.subscribers : google_pubsub_subscription.this[name].dead_letter_policy[0].max_delivery_attempts == subscriber.max_delivery_attempts && google_pubsub_subscription.this[name].ack_deadline_seconds == subscriber.ack_deadline_s])
    error_message = "a push without dead letters or with another deadline"
  }
  assert {
    condition     = alltrue([for name, subscriber in var.subscribers : google_pubsub_subscription.this[name].push_config[0].oidc_token[0].audience == subscriber.audience && google_pubsub_subscription.this[name].push_config[0].push_endpoint == subscriber.endpoint])
    error_message = "a push without a token for its audience"
  }
  assert {
    condition     = alltrue([for name in keys(var.subscribers) : output.subscriptions[name].dead_letter_topic == "${name}-dead" && output.subscriptions[name].dead_letter_subscription == "${name}-dead" && google_pubsub_subscription.this["${name}-dead"].message_retention_duration == "2678400s"])
    error_message = "dead letters that nobody keeps"
  }
  assert {
    condition = alltrue([for name in keys(var.subscribers) :
      google_pubsub_topic_iam_member.dead_publisher[name].member == "serviceAccount:pubsub" && google_pubsub_topic_iam_member.dead_publisher[name].role == "roles/pubsub.publisher" &&
      google_pubsub_subscription_iam_member.dead_subscriber[name].member == "serviceAccount:pubsub" && google_pubsub_subscription_iam_member.dead_subscriber[name].role == "roles/pubsub.subscriber"
    ])
    error_message = "Pub/Sub cannot move messages to the dead letters"
  }
  assert {
    condition     = google_service_account_iam_member.push_token.role == "roles/iam.serviceAccountTokenCreator"
    error_message = "Pub/Sub cannot make the token"
  }
}

run "topics_keep_messages_where_they_may" {
  command = plan
  assert {
    condition     = google_pubsub_topic.this["commits"].message_retention_duration == "604800s" && google_pubsub_topic.this["maintenance"].message_retention_duration == "3600s"
    error_message = "retention"
  }
  assert {
    condition     = alltrue([for t in merge(google_pubsub_topic.this, google_pubsub_topic.dead) : t.message_storage_policy[0].allowed_persistence_regions == var.storage_regions && t.kms_key_name == var.kms_key])
    error_message = "a topic without a region or a key"
  }
}

run "google_publishes_where_it_must" {
  command = plan
  assert {
    condition = join(", ", [for k, g in google_pubsub_topic_iam_member.google : "${k} ${g.member} ${g.role}"]) == join(", ", [
      "secret-rotations/secretmanager serviceAccount:secrets roles/pubsub.publisher",
      "uploads/storage serviceAccount:storage roles/pubsub.publisher",
    ])
    error_message = join(", ", [for k, g in google_pubsub_topic_iam_member.google : "${k} ${g.member} ${g.role}"])
  }
  assert {
    condition     = google_storage_notification.finished["uploads"].payload_format == "JSON_API_V1" && join(" ", google_storage_notification.finished["uploads"].event_types) == "OBJECT_FINALIZE" && google_storage_notification.finished["uploads"].object_name_prefix == "did:" && output.budget_topic == null
    error_message = "notification"
  }
}

run "billing_publishes_when_somebody_listens" {
  command = plan
  variables {
    topics = { commits = { retention_h = 168 }, uploads = { retention_h = 24 }, maintenance = { retention_h = 1 }, budget-alerts = { retention_h = 24 } }
  }
  assert {
    condition     = google_pubsub_topic_iam_member.google["budget-alerts/billing"].member == "serviceAccount:billing-budget-alert@system.gserviceaccount.com" && output.budget_topic != null
    error_message = "billing may not publish"
  }
}

run "a_schedule_publishes_its_task" {
  command = plan
  assert {
    condition     = base64decode(google_cloud_scheduler_job.this["maintenance-outbox-sweep"].pubsub_target[0].data) == "{\"task\":\"outbox-sweep\"}" && google_cloud_scheduler_job.this["maintenance-outbox-sweep"].schedule == "*/1 * * * *"
    error_message = "message or period"
  }
}

run "a_suffix_is_on_every_name" {
  command = plan
  variables {
    suffix = "-sound"
  }
  assert {
    condition     = alltrue([for r in concat(values(google_pubsub_topic.this), values(google_pubsub_topic.dead), values(google_pubsub_subscription.this), values(google_cloud_scheduler_job.this)) : endswith(r.name, "-sound")]) && google_service_account.push.account_id == "push-sound"
    error_message = "a name without the suffix"
  }
}
