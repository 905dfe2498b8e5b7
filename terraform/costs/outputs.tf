output "documents" {
  description = "Documents read, written and deleted by one user on a day."
  value       = { for name, n in { reads = local.reads_per_user, writes = local.writes_per_user, deletes = local.deletes_per_user } : name => tonumber(format("%.0f", n)) }
}

output "month" {
  description = "US dollars a month by what costs them."
  value       = { for name, dollars in local.cost : name => tonumber(format("%.1f", dollars)) }
}

output "traffic" {
  description = "A month's requests and deliveries in millions, what is watched, logged and measured."
  value       = { requests_million = tonumber(format("%.1f", local.requests / 1e6)), watched_tb = tonumber(format("%.1f", local.watched_gb / 1000)), log_gib = tonumber(format("%.0f", local.log_gib)), metric_mib = tonumber(format("%.0f", local.metric_mib)) }
}

output "row" {
  description = "The line of the table in terraform/README.md."
  value       = "| ${join(" | ", concat([var.profile, var.daily_users], [for group in ["firestore", "functions", "videos", "front", "watching", "rest", "total"] : local.rounded[group]]))} |"
}
