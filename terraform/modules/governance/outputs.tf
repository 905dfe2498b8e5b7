output "project" {
  description = "The project id, known once its APIs are on: what every other module takes as its project, so that it waits."
  value       = var.project
  depends_on  = [google_project_service.api]
}

output "budget" {
  description = "Name of the budget, or null."
  value       = one(google_billing_budget.month[*].name)
}
