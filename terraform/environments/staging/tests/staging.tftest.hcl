mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}
mock_provider "google-beta" {
  source          = "../../platform/tests/mock/google-beta"
  override_during = plan
}

variables {
  site = {
    project             = "product"
    domain              = "example.com"
    notification_emails = ["operations@example.com"]
    runbooks_url        = "https://example.com/runbooks"
    state_bucket        = "product-state"
    repository          = { owner = "owner", name = "name", id = 1 }
  }
  bundles = "../../platform/tests/bundle.zip"
  images = {
    functions = "europe-west1-docker.pkg.dev/product/images/functions@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    media     = "europe-west1-docker.pkg.dev/product/images/media@sha256:1111111111111111111111111111111111111111111111111111111111111111"
  }
}

run "the_environment" {
  command = plan
  assert {
    condition     = alltrue([for service in output.services : service.packaging == "image"])
    error_message = "every function is an image"
  }
}
