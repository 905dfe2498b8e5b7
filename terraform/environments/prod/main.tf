module "platform" {
  source      = "../../platform"
  environment = "prod"
  site        = var.site
  images      = var.images
  bundles     = var.bundles
  release     = var.release

  # Every function from an image: a start that a user does not notice, an attestation, and shares of traffic by revision.
  packaging     = "image"
  attested      = var.attested
  min_instances = { auth = 1, feed = 1, posting = 1 }

  # One line more is one region more.
  regions = {
    europe-west1 = { range = "10.10.0.0/22" }
  }

  turbo_replication = true
  budget            = { amount = 1000 }
  logs              = { retention_days = 90, audit_retention_days = 400, locked = true }
  uptime_period_s   = 60
}
