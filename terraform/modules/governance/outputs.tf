output "project" {
  description = "The project id, known once its APIs are on: what every other module takes as its project, so that it waits."
  value       = var.project
}
