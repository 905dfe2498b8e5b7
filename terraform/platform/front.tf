locals {
  # The one function that holds what signs tokens for other services, and that asks hosts outside.
  proxy         = { function = "auth", did = "did:web:${local.host}", everything = var.site.proxy_default != null }
  bucket_routes = { for name, bucket in module.catalogue.buckets : bucket.route => module.data.buckets[name].name if bucket.route != null }
}

module "edge" {
  count          = var.front == "balancer" ? 1 : 0
  source         = "../modules/edge"
  project        = local.project
  project_number = local.number
  labels         = local.labels
  domain         = var.site.domain
  bucket_routes  = local.bucket_routes
  waf_preview    = var.waf_preview
  proxy          = local.proxy
  functions = { for name, function in module.catalogue.http : name => {
    routes   = function.routes
    services = { for region, setting in var.regions : region => module.function[name].services[region].name if setting.serving }
  } }
}

module "router" {
  count          = var.front == "router" ? 1 : 0
  source         = "../modules/router"
  project        = local.project
  project_number = local.number
  suffix         = var.suffix
  labels         = local.labels
  region         = var.home_region
  image          = var.site.router_image
  domain         = var.site.domain
  network        = module.network[0].subnets[var.home_region]
  protected      = var.protected
  bucket_routes  = local.bucket_routes
  proxy          = local.proxy
  functions      = { for name, function in module.catalogue.http : name => { routes = function.routes, service = module.function[name].services[var.home_region].name } }
}
