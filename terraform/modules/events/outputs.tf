output "topics" {
  description = "Topics by their name in the catalogue."
  value       = { for name, topic in google_pubsub_topic.this : name => { id = topic.id, name = topic.name } }
}

output "rotation_topic" {
  description = "Id of the topic that hears when a secret is due, once Secret Manager may publish to it."
  value       = google_pubsub_topic.this[local.rotation_topic].id
  depends_on  = [google_pubsub_topic_iam_member.google]
}

output "budget_topic" {
  description = "Id of the topic that hears of the budget, or null when the catalogue has none."
  value       = contains(keys(var.topics), local.budget_topic) ? google_pubsub_topic.this[local.budget_topic].id : null
  depends_on  = [google_pubsub_topic_iam_member.google]
}

output "push_account" {
  description = "The account that calls functions: `email` and `member`."
  value       = { email = google_service_account.push.email, member = google_service_account.push.member }
}

output "subscriptions" {
  description = "The push subscription of every function that takes messages."
  value = { for name, subscriber in var.subscribers : name => {
    name                     = google_pubsub_subscription.this[name].name
    topic                    = google_pubsub_topic.this[subscriber.topic].name
    dead_letter_topic        = google_pubsub_topic.dead[name].name
    dead_letter_subscription = google_pubsub_subscription.this["${name}-dead"].name
    ack_deadline_s           = subscriber.ack_deadline_s
  } }
}
