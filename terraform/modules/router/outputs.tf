output "service" {
  description = "The router's Cloud Run service: `name`, and `host` by which it is known without a domain."
  value       = { name = google_cloud_run_v2_service.this.name, host = local.host }
}

output "configuration" {
  description = "What nginx is given."
  value       = local.configuration
}
