mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project        = "product"
  project_number = "123456789"
  region         = "europe-west1"
  image          = "europe-west1-docker.pkg.dev/product/images/nginx@sha256:2222222222222222222222222222222222222222222222222222222222222222"
  functions = {
    auth = { routes = ["/.well-known/did.json", "/xrpc/com.atproto.server.createSession"], service = "auth" }
    feed = { routes = ["/xrpc/app.bsky.feed.getTimeline"], service = "feed" }
  }
  bucket_routes = { "/vid/" = "product-media" }
  network       = { network = "projects/product/global/networks/product", subnet = "projects/product/regions/europe-west1/subnetworks/services" }
}

run "it_routes_what_the_balancer_would" {
  command = plan
  assert {
    condition = alltrue([for function in var.functions : alltrue([for route in function.routes :
    strcontains(output.configuration, "\"${route}\" \"${function.service}-123456789.europe-west1.run.app\";")])])
    error_message = output.configuration
  }
  assert {
    condition     = strcontains(output.configuration, "root /buckets/product-media;") && strcontains(output.configuration, "error_page 404 = @gone;") && strcontains(output.configuration, "return 410;") && google_storage_bucket_iam_member.reader["/vid/"].role == "roles/storage.objectViewer"
    error_message = "the bucket"
  }
  assert {
    condition     = one([for volume in google_cloud_run_v2_service.this.template[0].volumes : volume.gcs[0].read_only])
    error_message = "the mount can be written to"
  }
  assert {
    condition     = google_cloud_run_v2_service.this.template[0].vpc_access[0].egress == "ALL_TRAFFIC" && google_cloud_run_v2_service.this.template[0].scaling[0].min_instance_count == 0
    error_message = "it does not come from inside, or costs while idle"
  }
  assert {
    condition     = output.service.host == "router-123456789.europe-west1.run.app" && length(google_cloud_run_domain_mapping.this) == 0
    error_message = "host"
  }
}

run "it_passes_calls_of_other_services_on" {
  command = plan
  variables {
    proxy = { function = "auth", did = "did:web:example.com" }
  }
  assert {
    condition = alltrue([for line in [
      "\"~^did:web:example\\.com#\" 0;",
      "\"~^1  /xrpc/\" \"auth-123456789.europe-west1.run.app\";",
      "\"~^1 \\S+ /xrpc/(?!com\\.atproto\\.)\" \"auth-123456789.europe-west1.run.app\";",
    ] : strcontains(output.configuration, line)]) && !strcontains(output.configuration, "~^0  /xrpc/")
    error_message = output.configuration
  }
}

run "with_a_default_it_passes_on_what_nobody_serves" {
  command = plan
  variables {
    proxy = { function = "auth", did = "did:web:example.com", everything = true }
  }
  assert {
    condition     = strcontains(output.configuration, "\"~^0  /xrpc/\" \"auth-123456789.europe-west1.run.app\";")
    error_message = output.configuration
  }
}

run "a_domain_is_mapped_to_it" {
  command = plan
  variables {
    domain = "example.com"
  }
  assert {
    condition     = google_cloud_run_domain_mapping.this["example.com"].spec[0].route_name == "router"
    error_message = "mapping"
  }
}

run "an_image_without_a_digest_is_refused" {
  command = plan
  variables {
    image = "nginx:latest"
  }
  expect_failures = [google_cloud_run_v2_service.this]
}
