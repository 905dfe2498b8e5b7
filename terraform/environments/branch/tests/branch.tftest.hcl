mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}
mock_provider "google-beta" {
  source          = "../../platform/tests/mock/google-beta"
  override_during = plan
}

variables {
  name    = "sound"
  expires = "2026-12-31"
  site = {
    project      = "product"
    domain       = "example.com"
    router_image = "europe-west1-docker.pkg.dev/product/images/nginx@sha256:2222222222222222222222222222222222222222222222222222222222222222"
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
    condition     = output.origin == "https://router-sound-123456789.europe-west1.run.app"
    error_message = "origin: ${output.origin}"
  }
  assert {
    condition     = output.database == "tiktoktoe-sound"
    error_message = "database: ${output.database}"
  }
  assert {
    condition     = alltrue(concat([for service in output.services : endswith(service.name, "-sound")], [for bucket in output.buckets : endswith(bucket, "-sound")], [for secret in output.secrets : endswith(secret, "-sound")]))
    error_message = "a name without the suffix"
  }
}
