# A guest leaves the whole project's affairs to its host.
module "governance" {
  count                 = local.guest ? 0 : 1
  source                = "../modules/governance"
  project               = var.site.project
  project_number        = local.number
  org_id                = var.site.org_id
  customer_ids          = var.site.customer_ids
  contacts              = var.site.contacts
  public_ingress        = var.front == "router"
  services              = var.valkey == null ? [] : ["memorystore.googleapis.com", "networkconnectivity.googleapis.com", "serviceconsumermanagement.googleapis.com"]
  billing_account       = var.site.billing_account
  budget_amount         = var.budget.amount
  budget_currency       = var.budget.currency
  budget_thresholds     = [0.5, 0.8, 1, var.brake.ratio]
  budget_topic          = module.events.budget_topic
  notification_channels = module.observability[0].notification_channels
}

module "observability" {
  count                 = local.guest ? 0 : 1
  source                = "../modules/observability"
  project               = local.project
  project_number        = local.number
  location              = var.home_region
  domain                = local.host
  services              = local.services
  subscriptions         = module.events.subscriptions
  methods               = { for name, function in local.functions : name => function.kind == "event" ? [function.topic] : concat(keys(function.methods), function.paths) }
  max_instances         = { for name, function in local.functions : name => function.max_instances }
  scheduled             = toset([for name, function in local.functions : name if length([for s in function.schedule : s if contains(["1m", "2m", "3m", "4m", "5m", "6m", "10m"], s.every)]) > 0])
  notification_emails   = var.site.notification_emails
  runbooks_url          = var.site.runbooks_url
  audit_bucket_location = var.locations.storage
  kms_key               = module.data.key
  logs                  = var.logs
  uptime                = { period_s = var.uptime_period_s }

  extra_dead_letter_subscriptions = var.analytics ? [module.analytics[0].dead_letter_subscription] : []
}

module "analytics" {
  count               = var.analytics && !local.guest ? 1 : 0
  source              = "../modules/analytics"
  project             = local.project
  project_number      = local.number
  location            = var.locations.storage
  topics              = module.events.topics
  storage_regions     = local.storage_regions
  kms_key             = module.data.key
  deletion_protection = var.protected
}

module "delivery" {
  count               = local.guest ? 0 : 1
  source              = "../modules/delivery"
  project             = local.project
  environment         = var.environment
  home_region         = var.home_region
  repository          = var.site.repository
  services            = local.services
  state_bucket        = var.site.state_bucket
  bundle_bucket       = module.data.bundle_bucket
  kms_key             = lookup(module.data.regional_keys, var.home_region, null)
  attest_key_ring     = lookup(module.data.key_rings, var.home_region, null)
  enforce_attestation = var.attested
  approval            = var.approval
}
