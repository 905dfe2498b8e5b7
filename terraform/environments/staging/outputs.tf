output "origin" {
  description = "Where clients go."
  value       = module.platform.origin
}

output "name_servers" {
  description = "What the domain's registrar must be told."
  value       = module.platform.name_servers
}

output "services" {
  description = "Every function's Cloud Run service in the home region."
  value       = module.platform.services
}

output "buckets" {
  description = "Real name of each bucket of the catalogue."
  value       = module.platform.buckets
}

output "database" {
  description = "Name of the Firestore database."
  value       = module.platform.database
}

output "secrets" {
  description = "Real name of each secret of the catalogue."
  value       = module.platform.secrets
}
