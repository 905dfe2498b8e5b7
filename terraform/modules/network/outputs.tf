output "subnets" {
  description = "Network and subnet by region, as services take them."
  value       = { for region, subnet in google_compute_subnetwork.this : region => { network = google_compute_network.this.id, subnet = subnet.id } }
}

output "caches" {
  description = "Where the Valkey instance of a region is, and who signed its certificate."
  value = { for region, cache in google_memorystore_instance.valkey : region => {
    url       = "rediss://${[for connection in flatten([for endpoint in cache.endpoints : [for c in endpoint.connections : c.psc_auto_connection]]) : connection.ip_address if connection.connection_type == "CONNECTION_TYPE_PRIMARY"][0]}:6379"
    authority = join("\n", flatten([for ca in cache.managed_server_ca : [for certificate in ca.ca_certs : certificate.certificates]]))
  } }
}
