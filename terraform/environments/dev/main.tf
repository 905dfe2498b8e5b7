# What main has, for the team. Functions are built from bundles as the catalogue says; nothing waits for a person.
module "platform" {
  source      = "../../platform"
  environment = "dev"
  site        = var.site
  images      = var.images
  bundles     = var.bundles
  release     = var.release

  protected       = false
  approval        = false
  budget          = { amount = 100 }
  logs            = { retention_days = 14, audit_retention_days = 90 }
  uptime_period_s = 900
}
