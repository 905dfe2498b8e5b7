output "origin" {
  description = "Where clients go."
  value       = "https://${local.host}"
}

output "name_servers" {
  description = "What the domain's registrar must be told; empty without a balancer."
  value       = flatten(module.edge[*].name_servers)
}

output "services" {
  description = "Every function's Cloud Run service in the home region."
  value       = local.services
}

output "buckets" {
  description = "Real name of each bucket of the catalogue."
  value       = { for name, bucket in module.data.buckets : name => bucket.name }
}

output "database" {
  description = "Name of the Firestore database."
  value       = module.data.database.name
}

output "secrets" {
  description = "Real name of each secret of the catalogue, for adding its first version."
  value       = { for name, secret in module.data.secrets : name => secret.secret_id }
}
