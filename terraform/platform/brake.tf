# Which services the function `budget` stops, and that it may. A guest's host watches the money, so a guest stops nothing.
locals {
  has_brake = contains(keys(local.functions), "budget") && !local.guest
  braked_functions = {
    for name, function in local.functions : name => function
    if local.has_brake && (var.brake.functions == null ? !contains(["budget", "rotation"], name) : contains(coalesce(var.brake.functions, []), name))
  }
  braked_services = merge([
    for name, function in local.braked_functions : {
      for region in function.kind == "event" ? [var.home_region] : keys(var.regions) : "${name}/${region}" => { function = name, region = region }
    }
  ]...)

  # The names are made, not read from the services: `budget` is one of those that are made at the same time.
  brake_environment = {
    BRAKE_RATIO = tostring(var.brake.ratio)
    BRAKE_SERVICES = length(local.braked_services) == 0 ? "none" : join(",", [
      for service in local.braked_services : "projects/${var.site.project}/locations/${service.region}/services/${service.function}${var.suffix}"
    ])
  }
}

resource "google_cloud_run_v2_service_iam_member" "brake" {
  for_each = local.braked_services
  project  = local.project
  location = each.value.region
  name     = module.function[each.value.function].services[each.value.region].name
  role     = "roles/run.developer"
  member   = module.function["budget"].account.member
}

# Cloud Run lets nobody change a service who may not act as the account that it runs as.
resource "google_service_account_iam_member" "brake" {
  for_each           = local.braked_functions
  service_account_id = module.function[each.key].account.id
  role               = "roles/iam.serviceAccountUser"
  member             = module.function["budget"].account.member
}
