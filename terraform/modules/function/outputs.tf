output "account" {
  description = "The function's service account: `email`, `member` and `id`."
  value = {
    email  = google_service_account.this.email
    member = google_service_account.this.member
    id     = google_service_account.this.name
  }
}

output "services" {
  description = "The Cloud Run service in each region: `name` and `uri`."
  value = merge(
    { for region, function in google_cloudfunctions2_function.this : region => { name = function.name, uri = one(function.service_config).uri } },
    { for region, service in google_cloud_run_v2_service.this : region => { name = service.name, uri = service.uri } },
  )
}

output "packaging" {
  description = "source or image."
  value       = var.function.packaging
}

output "reach" {
  description = "Who the ingress lets through, in each region: `internal`, `balancer` or `everybody`."
  value = { for region, ingress in merge(
    { for region, function in google_cloudfunctions2_function.this : region => one(function.service_config).ingress_settings },
    { for region, service in google_cloud_run_v2_service.this : region => service.ingress },
    ) : region => contains(["ALLOW_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_ONLY"], ingress) ? "internal" :
    contains(["ALLOW_INTERNAL_AND_GCLB", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"], ingress) ? "balancer" : "everybody"
  }
}
