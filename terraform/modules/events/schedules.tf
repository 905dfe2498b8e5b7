locals {
  schedules = merge([for name, subscriber in var.subscribers : {
    for schedule in subscriber.schedule : "${name}-${schedule.task}" => merge(schedule, { topic = subscriber.topic })
  }]...)
}

# What `shared/events` decodes as a MaintenanceTask.
resource "google_cloud_scheduler_job" "this" {
  for_each    = local.schedules
  project     = var.project
  region      = var.home_region
  name        = "${each.key}${var.suffix}"
  description = "Task ${each.value.task} of the catalogue"
  schedule    = each.value.cron
  time_zone   = "Etc/UTC"
  pubsub_target {
    topic_name = google_pubsub_topic.this[each.value.topic].id
    data       = base64encode(jsonencode({ task = each.value.task }))
  }
  retry_config {
    retry_count          = 3
    min_backoff_duration = "5s"
    max_backoff_duration = "60s"
  }
}
