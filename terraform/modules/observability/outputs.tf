output "notification_channels" {
  description = "Ids of the e-mail channels, for the budget."
  value       = toset(local.email_channels)
}

output "metrics" {
  description = "Names of the metrics made from logs."
  value       = toset(concat(keys(local.counters), keys(local.distributions)))
}

output "runbooks" {
  description = "Runbooks that an alert names."
  value       = toset(flatten([for alert in merge(local.burn, local.state, local.lines, local.uptime_alert) : alert.runbooks]))
}
