resource "google_monitoring_dashboard" "board" {
  for_each = { for file in fileset("${path.module}/dashboards", "*.json.tftpl") : trimsuffix(file, ".json.tftpl") => file }
  project  = var.project
  dashboard_json = templatefile("${path.module}/dashboards/${each.value}", {
    services      = local.visible_name
    subscriptions = join("|", sort([for subscription in var.subscriptions : subscription.name]))
    dead_letters  = local.dead_letter_names
    latency_ms    = var.slo.latency_ms
    freshness_ms  = var.slo.freshness_ms
  })
  depends_on = [google_logging_metric.counter, google_logging_metric.distribution]
}
