mock_provider "google" {
  source          = "./tests/mock/google"
  override_during = plan
}
mock_provider "google-beta" {
  source          = "./tests/mock/google-beta"
  override_during = plan
}

variables {
  environment = "prod"
  site = {
    project             = "product"
    domain              = "example.com"
    notification_emails = ["operations@example.com"]
    runbooks_url        = "https://example.com/runbooks"
    state_bucket        = "product-state"
    repository          = { owner = "owner", name = "name", id = 1 }
  }
  bundles = "./tests/bundle.zip"
  images = {
    functions = "europe-west1-docker.pkg.dev/product/images/functions@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    media     = "europe-west1-docker.pkg.dev/product/images/media@sha256:1111111111111111111111111111111111111111111111111111111111111111"
  }
}

run "the_brake_may_stop_what_costs_and_nothing_else" {
  command = plan
  variables {
    regions = {
      europe-west1  = { range = "10.10.0.0/22" }
      europe-north1 = { range = "10.10.4.0/22" }
    }
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.brake)) == setsubtract(keys(module.catalogue.functions), ["budget", "rotation"])
    error_message = "stopped: ${join(" ", keys(google_service_account_iam_member.brake))}"
  }
  assert {
    condition     = alltrue([for grant in google_cloud_run_v2_service_iam_member.brake : grant.role == "roles/run.developer" && grant.member == module.function["budget"].account.member])
    error_message = "who may stop a service"
  }
  assert {
    condition = toset(split(",", local.own_environment.budget.BRAKE_SERVICES)) == toset(
      [for grant in google_cloud_run_v2_service_iam_member.brake : "projects/product/locations/${grant.location}/services/${grant.name}"]
    )
    error_message = "told to stop: ${local.own_environment.budget.BRAKE_SERVICES}"
  }
  assert {
    condition     = local.own_environment.budget.BRAKE_RATIO == "1.2" && contains(keys(google_cloud_run_v2_service_iam_member.brake), "feed/europe-north1")
    error_message = "every region of an HTTP function is stopped, at 120 %"
  }
}

run "the_brake_can_be_for_few" {
  command = plan
  variables {
    brake = { ratio = 2, functions = ["media"] }
  }
  assert {
    condition     = keys(google_cloud_run_v2_service_iam_member.brake) == ["media/europe-west1"] && local.own_environment.budget.BRAKE_SERVICES == "projects/product/locations/europe-west1/services/media"
    error_message = local.own_environment.budget.BRAKE_SERVICES
  }
}

run "the_brake_does_not_stop_itself" {
  command = plan
  variables {
    brake = { functions = ["budget"] }
  }
  expect_failures = [var.brake]
}
