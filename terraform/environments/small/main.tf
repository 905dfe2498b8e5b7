# For a few hundred people: no balancer, no Cloud Armor, no cache, nothing that runs while nobody asks. It idles at what is stored,
# backed up and encrypted. A router stands in for the balancer; its README says what that costs.
module "platform" {
  source      = "../../platform"
  environment = "small"
  site        = var.site
  images      = var.images
  bundles     = var.bundles
  release     = var.release

  front           = "router"
  analytics       = false
  budget          = { amount = 25 }
  logs            = { retention_days = 14, audit_retention_days = 90, request_share = 0.2 }
  uptime_period_s = 900
}
