locals {
  main = "^${var.repository.branch}$"

  # What starts a build, by environment. Each runs cloudbuild.yaml, which _ENVIRONMENT leads.
  deliveries = {
    dev     = { branch = local.main, tag = null }
    staging = { branch = local.main, tag = null }
    prod    = { branch = null, tag = "^v[0-9]+\\.[0-9]+\\.[0-9]+$" }
    small   = { branch = null, tag = "^v[0-9]+\\.[0-9]+\\.[0-9]+$" }
  }
  delivery = local.deliveries[var.environment]

  triggers = var.repository.connection == null ? {} : merge(
    {
      deliver = {
        description = "Verifies, builds and delivers to ${var.environment}."
        branch      = local.delivery.branch
        tag         = local.delivery.tag
        invert      = false
        environment = var.environment
        approval    = var.approval
      }
    },
    var.environment != "dev" ? {} : {
      branch-up = {
        description = "Gives a feature branch its environment, or brings it up to date."
        branch      = local.main
        tag         = null
        invert      = true
        environment = "branch"
        approval    = false
      }
      branch-down = {
        description = "Takes down the environments of branches that are gone: a merge is a push to ${var.repository.branch}."
        branch      = local.main
        tag         = null
        invert      = false
        environment = "branch-down"
        approval    = false
      }
    },
  )
}

resource "google_cloudbuild_trigger" "build" {
  for_each           = local.triggers
  project            = var.project
  location           = var.home_region
  name               = each.key
  description        = each.value.description
  service_account    = google_service_account.pipeline["builder"].id
  filename           = "cloudbuild.yaml"
  include_build_logs = "INCLUDE_BUILD_LOGS_WITH_STATUS"
  substitutions = {
    _ENVIRONMENT  = each.value.environment
    _REGION       = var.home_region
    _STATE_BUCKET = var.state_bucket
  }
  repository_event_config {
    repository = var.repository.connection
    push {
      branch       = each.value.branch
      tag          = each.value.tag
      invert_regex = each.value.invert
    }
  }
  dynamic "approval_config" {
    for_each = each.value.approval ? [1] : []
    content { approval_required = true }
  }
}
