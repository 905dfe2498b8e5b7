output "faults" {
  description = "What is wrong, one sentence each, beginning with the entry."
  value       = local.faults
}

output "functions" {
  description = "Every function by name, with all defaults filled; `kind` is http or event."
  value       = local.functions
  precondition {
    condition     = length(local.faults) == 0
    error_message = "The catalogue is not right:\n${join("\n", local.faults)}"
  }
}

output "http" {
  description = "The functions that serve paths and methods."
  value       = { for name, function in local.functions : name => function if function.kind == "http" }
}

output "pubsub" {
  description = "The functions that take messages."
  value       = { for name, function in local.functions : name => function if function.kind == "event" }
}

output "topics" {
  description = "Topics by name: retention_h."
  value       = local.topics
}

output "buckets" {
  description = "Buckets by name: route, notify and lifecycle_days, or null."
  value       = local.buckets
}

output "secrets" {
  description = "Secrets by name: rotation_days."
  value       = local.secrets
}
