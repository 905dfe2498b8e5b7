locals {
  # The one function that holds what signs tokens for other services, and that asks hosts outside.
  proxy         = { function = "auth", did = "did:web:${local.host}", everything = var.site.proxy_default != null }
  bucket_routes = { for name, bucket in module.catalogue.buckets : bucket.route => module.data.buckets[name].name if bucket.route != null }
}

# What no predefined role gives alone. An environment that is a guest of the project finds it there.
resource "google_project_iam_custom_role" "cdn_purger" {
  count       = local.guest ? 0 : 1
  project     = local.project
  role_id     = "cdnPurger"
  title       = "Purger of caches"
  description = "Makes the caches in front of videos forget what was deleted or taken down."
  permissions = ["compute.urlMaps.invalidateCache"]
}

locals {
  cdn_purger        = local.guest ? "cdnPurger" : google_project_iam_custom_role.cdn_purger[0].role_id
  custom_roles      = { cdnPurger = "projects/${local.project}/roles/${local.cdn_purger}" }
  cache_environment = var.front == "balancer" ? { CDN_URL_MAP = "https" } : {}
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
