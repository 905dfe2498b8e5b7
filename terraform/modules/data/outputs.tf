output "database" {
  description = "The Firestore database: `name`, and `path` as IAM conditions name it."
  value = {
    name = google_firestore_database.this.name
    path = "projects/${var.project}/databases/${google_firestore_database.this.name}"
  }
}

output "buckets" {
  description = "The catalogue's buckets by name."
  value       = { for name, bucket in google_storage_bucket.this : name => { name = bucket.name, url = "gs://${bucket.name}" } }
}

output "bundle_bucket" {
  description = "Name of the bucket that functions are built from."
  value       = google_storage_bucket.bundles.name
}

output "secrets" {
  description = "The catalogue's secrets by name."
  value       = { for name, secret in google_secret_manager_secret.this : name => { id = secret.id, secret_id = secret.secret_id } }
}

output "key" {
  description = "Key of data that spans regions, or null."
  value       = local.data_key
  depends_on  = [google_kms_crypto_key_iam_member.user]
}

output "regional_keys" {
  description = "Key by region; empty where nothing is encrypted with keys of our own."
  value       = { for location, key in local.keys : location => key if location != var.locations.kms }
  depends_on  = [google_kms_crypto_key_iam_member.user]
}

output "key_rings" {
  description = "Key ring by location."
  value       = { for location, ring in google_kms_key_ring.data : location => ring.id }
}
