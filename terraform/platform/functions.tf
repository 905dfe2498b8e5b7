locals {
  functions = { for name, function in module.catalogue.functions : name => merge(function, {
    packaging     = coalesce(var.packaging, function.packaging)
    min_instances = lookup(var.min_instances, name, function.min_instances)
  }) }

  # The address that a service has before it exists. A token is made for it, and a service knows it from the start.
  audiences = { for name, function in local.functions : name => "https://${name}${var.suffix}-${local.number}.${var.home_region}.run.app" }

  environment = merge(
    {
      GOOGLE_CLOUD_PROJECT = var.site.project
      SERVICE_ORIGIN       = "https://${local.host}"
      SERVICE_DID          = "did:web:${local.host}"
      HANDLE_DOMAINS       = ".${local.host}"
      PLC_URL              = var.site.plc_url

      OTEL_EXPORTER_OTLP_ENDPOINT = "https://telemetry.googleapis.com"
    },
    var.suffix == "" ? {} : { RESOURCE_SUFFIX = var.suffix, FIRESTORE_DATABASE = module.data.database.name },
  )

  # What one function needs and no other.
  own_environment = {
    auth = merge(
      {
        INVITE_REQUIRED      = var.site.invite_required ? "on" : "off"
        INVITE_INTERVAL_DAYS = tostring(var.site.invite_days)
        FIREBASE_AUTH        = var.site.firebase_auth ? "on" : "off"
      },
      length(var.site.proxy_services) == 0 ? {} : { PROXY_SERVICES = join(",", var.site.proxy_services) },
      var.site.proxy_default == null ? {} : { PROXY_DEFAULT = var.site.proxy_default },
    )
    media = merge(
      { FFMPEG = "/usr/bin/ffmpeg" },
      var.site.scanner_url == null ? {} : { SCANNER_URL = var.site.scanner_url },
      local.cache_environment,
    )
    mail   = { MAIL_SENDER = coalesce(var.site.mail_sender, "no-reply@${local.host}") }
    budget = local.brake_environment

    # Where videos play from a cache, these make it forget.
    maintenance = local.cache_environment
    moderation  = local.cache_environment
  }

  bundle_path = coalesce(var.bundles, "${path.module}/../../functions/{name}/target/{name}.zip")

  # The environment of a branch has its bundles built by the account of the project that it is a guest of.
  assembly = local.guest ? {
    account    = "projects/${var.site.project}/serviceAccounts/assembler@${var.site.project}.iam.gserviceaccount.com"
    repository = "projects/${var.site.project}/locations/${var.home_region}/repositories/functions"
  } : module.delivery[0].assembly
}

module "function" {
  for_each = local.functions
  source   = "../modules/function"
  project  = local.project
  suffix   = var.suffix
  labels   = merge(local.labels, { function = each.key })
  function = each.value
  regions  = each.value.kind == "event" ? [var.home_region] : keys(var.regions)
  balanced = var.front == "balancer"
  environment = merge(
    local.environment,
    lookup(local.own_environment, each.key, {}),
    each.value.packaging == "source" ? { SERVICE_VERSION = var.release } : {},
  )
  push = merge(module.events.push_account, { audience = local.audiences[each.key] })
  source_bundle = {
    path          = replace(local.bundle_path, "{name}", each.key)
    bucket        = module.data.bundle_bucket
    build_account = local.assembly.account
    repository    = local.assembly.repository
  }
  image     = lookup(var.images, each.key, lookup(var.images, "functions", null))
  attested  = var.attested
  protected = var.protected
  keys      = module.data.regional_keys
  subnets   = var.valkey == null ? {} : module.network[0].subnets
  caches    = var.valkey == null ? {} : module.network[0].caches
  database  = module.data.database.path
  topics    = module.events.topics
  buckets   = module.data.buckets
  secrets   = module.data.secrets

  telemetry_roles = ["telemetry.tracesWriter"]
  custom_roles    = local.custom_roles
}

resource "google_storage_bucket_iam_member" "guest_assembler" {
  count  = local.guest ? 1 : 0
  bucket = module.data.bundle_bucket
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:assembler@${var.site.project}.iam.gserviceaccount.com"
}

# As the modules of operations take them.
locals {
  services = { for name, function in local.functions : name => {
    name            = module.function[name].services[var.home_region].name
    location        = var.home_region
    uri             = module.function[name].services[var.home_region].uri
    kind            = function.kind
    service_account = module.function[name].account.email
    packaging       = function.packaging
  } }
}
