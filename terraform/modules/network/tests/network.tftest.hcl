mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project = "product"
  subnets = { europe-west1 = "10.10.0.0/22" }
}

run "there_is_no_way_out_but_to_google" {
  command = plan
  assert {
    condition     = google_compute_network.this.delete_default_routes_on_create && !google_compute_network.this.auto_create_subnetworks && google_compute_route.restricted.dest_range == "199.36.153.4/30"
    error_message = "routes"
  }
  assert {
    condition     = toset([for record in google_dns_record_set.private : record.name]) == toset(["googleapis.com.", "*.googleapis.com.", "run.app.", "*.run.app."])
    error_message = "names"
  }
  assert {
    condition     = length(google_memorystore_instance.valkey) == 0 && google_compute_subnetwork.this["europe-west1"].private_ip_google_access
    error_message = "a cache that nobody asked for"
  }
}

run "a_cache_in_every_region" {
  command = plan
  variables {
    subnets = { europe-west1 = "10.10.0.0/22", europe-west4 = "10.10.4.0/22" }
    valkey  = {}
  }
  assert {
    condition     = length(google_memorystore_instance.valkey) == 2 && alltrue([for cache in google_memorystore_instance.valkey : cache.authorization_mode == "IAM_AUTH" && cache.transit_encryption_mode == "SERVER_AUTHENTICATION" && cache.persistence_config[0].mode == "DISABLED"])
    error_message = "caches"
  }
}

run "a_range_that_is_too_small_is_refused" {
  command = plan
  variables {
    subnets = { europe-west1 = "10.10.0.0/28" }
  }
  expect_failures = [var.subnets]
}
