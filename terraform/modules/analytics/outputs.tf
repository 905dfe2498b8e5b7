output "dataset" {
  description = "Id of the data set."
  value       = google_bigquery_dataset.analytics.dataset_id
}

output "dead_letter_subscription" {
  description = "Name of the subscription that holds what could not be written, for the module observability."
  value       = google_pubsub_subscription.dead.name
}
