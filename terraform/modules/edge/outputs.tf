output "addresses" {
  description = "The front's addresses, IPv4 and IPv6."
  value       = { for version, address in google_compute_global_address.this : version => address.address }
}

output "name_servers" {
  description = "What the domain's registrar must be told."
  value       = google_dns_managed_zone.this.name_servers
}

output "endpoint_groups" {
  description = "Names of the endpoint groups of each function, one for each serving region."
  value       = { for name, function in var.functions : name => [for region, service in function.services : google_compute_region_network_endpoint_group.this["${name}-${region}"].name] }
}

output "routes" {
  description = "Name of the function or bucket route by each path of the product's host."
  value = merge(
    merge([for name, function in var.functions : { for route in function.routes : route => name }]...),
    { for route, bucket in var.bucket_routes : "${route}*" => bucket },
  )
}
