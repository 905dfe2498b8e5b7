# Everything, from the catalogue: what data there is, who takes which message, who serves which path, and how it is watched.
locals {
  guest   = var.environment == "branch"
  labels  = merge({ app = "tiktoktoe", environment = var.environment }, var.labels)
  project = local.guest ? var.site.project : module.governance[0].project
  number  = data.google_project.this.number

  router_host = "router${var.suffix}-${local.number}.${var.home_region}.run.app"
  host        = coalesce(var.site.domain, local.router_host)

  storage_regions = setunion(var.locations.regions, keys(var.regions))
}

data "google_project" "this" {
  project_id = var.site.project
}

module "catalogue" {
  source = "../modules/catalogue"
  yaml   = file(coalesce(var.catalogue_file, "${path.module}/../../functions/catalogue.yaml"))
  suffix = var.suffix
}

# Google's own accounts, which exist only once somebody has asked for them.
resource "google_project_service_identity" "agent" {
  provider = google-beta
  for_each = toset(["firestore", "pubsub", "run", "secretmanager"])
  project  = local.project
  service  = "${each.value}.googleapis.com"
}

data "google_storage_project_service_account" "this" {
  project = local.project
}

locals {
  agents = merge(
    { for name, agent in google_project_service_identity.agent : name => agent.member },
    { storage = data.google_storage_project_service_account.this.member },
  )
}

module "data" {
  source            = "../modules/data"
  project           = local.project
  suffix            = var.suffix
  labels            = local.labels
  locations         = var.locations
  key_regions       = keys(var.regions)
  agents            = local.agents
  encrypted         = var.encrypted
  protected         = var.protected
  backups           = var.backups
  turbo_replication = var.turbo_replication
  firestore         = yamldecode(file("${path.module}/../firestore.yaml"))
  buckets           = module.catalogue.buckets
  secrets           = module.catalogue.secrets
  rotation_topic    = module.events.rotation_topic
}

module "events" {
  source          = "../modules/events"
  project         = local.project
  suffix          = var.suffix
  labels          = local.labels
  home_region     = var.home_region
  storage_regions = local.storage_regions
  kms_key         = module.data.key
  topics          = module.catalogue.topics
  buckets         = module.data.buckets
  notifications   = { for name, bucket in module.catalogue.buckets : name => bucket.notify if bucket.notify != null }
  agents          = local.agents
  subscribers = { for name, function in module.catalogue.pubsub : name => merge(function, {
    endpoint = module.function[name].services[var.home_region].uri
    audience = local.audiences[name]
  }) }
}

module "network" {
  count     = var.front == "router" || var.valkey != null ? 1 : 0
  source    = "../modules/network"
  project   = local.project
  suffix    = var.suffix
  labels    = local.labels
  subnets   = { for name, region in var.regions : name => region.range }
  valkey    = var.valkey
  protected = var.protected
}
