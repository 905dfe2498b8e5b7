resource "google_monitoring_notification_channel" "email" {
  for_each     = var.notification_emails
  project      = var.project
  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }
}

resource "google_monitoring_notification_channel" "topic" {
  count        = var.notification_topic == null ? 0 : 1
  project      = var.project
  display_name = "topic"
  type         = "pubsub"
  labels       = { topic = var.notification_topic }
  depends_on   = [google_pubsub_topic_iam_member.notification]
}

resource "google_pubsub_topic_iam_member" "notification" {
  count   = var.notification_topic == null ? 0 : 1
  project = var.project
  topic   = var.notification_topic
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:service-${var.project_number}@gcp-sa-monitoring-notification.iam.gserviceaccount.com"
}

locals {
  email_channels = [for email in sort(var.notification_emails) : google_monitoring_notification_channel.email[email].name]
  channels       = concat(local.email_channels, google_monitoring_notification_channel.topic[*].name)
}
