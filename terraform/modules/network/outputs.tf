output "subnets" {
  description = "Network and subnet by region, as services take them."
  value       = { for region, subnet in google_compute_subnetwork.this : region => { network = google_compute_network.this.id, subnet = subnet.id } }
}

output "caches" {
  description = "Id of the Valkey instance by region."
  value       = { for region, cache in google_memorystore_instance.valkey : region => cache.id }
}
