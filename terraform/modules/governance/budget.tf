resource "google_billing_budget" "month" {
  count           = var.billing_account == null ? 0 : 1
  billing_account = var.billing_account
  display_name    = var.project
  budget_filter {
    projects               = ["projects/${var.project_number}"]
    calendar_period        = "MONTH"
    credit_types_treatment = "INCLUDE_ALL_CREDITS"
  }
  amount {
    specified_amount {
      currency_code = var.budget_currency
      units         = tostring(var.budget_amount)
    }
  }
  dynamic "threshold_rules" {
    for_each = [for share in var.budget_thresholds : share]
    content { threshold_percent = threshold_rules.value }
  }
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }
  all_updates_rule {
    monitoring_notification_channels = sort(var.notification_channels)
    disable_default_iam_recipients   = length(var.notification_channels) > 0
    pubsub_topic                     = var.budget_topic
    schema_version                   = "1.0"
  }
  depends_on = [google_project_service.api]
}
