mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project     = "product"
  regions     = ["europe-west1", "europe-west4"]
  environment = { SERVICE_ORIGIN = "https://example.com" }
  push        = { email = "push@product.iam.gserviceaccount.com", member = "serviceAccount:push@product.iam.gserviceaccount.com", audience = "https://fanout-1.europe-west1.run.app" }
  source_bundle = {
    path          = "./tests/bundle.zip"
    bucket        = "product-bundles"
    build_account = "projects/product/serviceAccounts/assembler@product.iam.gserviceaccount.com"
    repository    = "projects/product/locations/europe-west1/repositories/functions"
  }
  image    = "europe-west1-docker.pkg.dev/product/images/functions@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  database = "projects/product/databases/(default)"
  topics   = { commits = { name = "commits" }, uploads = { name = "uploads" } }
  buckets  = { blobs = { name = "product-blobs" }, media = { name = "product-media" } }
  secrets  = { signing-key = { secret_id = "signing-key" }, other-key = { secret_id = "other-key" } }

  http = {
    name          = "posting"
    class         = "app.tiktoktoe.functions.posting.PostingFunction"
    packaging     = "source"
    kind          = "http"
    memory_mb     = 1024
    cpu           = 1
    timeout_s     = 60
    concurrency   = 40
    min_instances = 0
    max_instances = 50
    firestore     = "write"
    publishes     = ["commits"]
    buckets       = { blobs = "write", media = "read" }
    secrets       = ["signing-key"]
    rotates       = ["other-key"]
    signs_urls    = true
    roles         = ["firebasecloudmessaging.admin"]
  }
  event = {
    name          = "fanout"
    class         = "app.tiktoktoe.functions.fanout.FanoutFunction"
    packaging     = "source"
    kind          = "event"
    memory_mb     = 1024
    cpu           = 1
    timeout_s     = 300
    concurrency   = 10
    min_instances = 0
    max_instances = 50
  }
  function = null
}

run "http_function_from_a_bundle" {
  command = plan
  variables {
    function = var.http
  }
  assert {
    condition     = alltrue([for f in google_cloudfunctions2_function.this : f.service_config[0].ingress_settings == "ALLOW_INTERNAL_AND_GCLB"])
    error_message = "reached past the balancer"
  }
  assert {
    condition     = length(google_cloudfunctions2_function.this) == 2 && length(google_cloud_run_v2_service.this) == 0
    error_message = "one function in each region"
  }
  assert {
    condition     = alltrue([for f in google_cloudfunctions2_function.this : f.build_config[0].runtime == "java25" && f.build_config[0].environment_variables.USE_JAVA_FF_2 == "true"])
    error_message = "runtime and framework"
  }
  assert {
    condition     = strcontains(google_storage_bucket_object.bundle[0].name, filesha256("./tests/bundle.zip"))
    error_message = "the object's name has no hash of the content: ${google_storage_bucket_object.bundle[0].name}"
  }
  assert {
    condition     = alltrue([for f in google_cloudfunctions2_function.this : f.build_config[0].source[0].storage_source[0].generation == 7])
    error_message = "the generation of the bundle is not named"
  }
  assert {
    condition     = google_cloudfunctions2_function.this["europe-west1"].service_config[0].environment_variables == tomap({ SERVICE_ORIGIN = "https://example.com", BUCKET_BLOBS = "product-blobs", BUCKET_MEDIA = "product-media" })
    error_message = "environment: ${jsonencode(google_cloudfunctions2_function.this["europe-west1"].service_config[0].environment_variables)}"
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.callers) == 2 && length(google_cloud_run_v2_service_iam_member.push) == 0
    error_message = "who may call"
  }
}

run "only_what_the_entry_grants" {
  command = plan
  variables {
    function = var.http
  }
  assert {
    condition     = join(" ", [for g in google_project_iam_member.firestore : g.role]) == "roles/datastore.user" && alltrue([for g in google_project_iam_member.firestore : g.condition[0].expression == "resource.name == \"projects/product/databases/(default)\""])
    error_message = "Firestore is granted on the one database"
  }
  assert {
    condition     = join(" ", [for g in google_pubsub_topic_iam_member.publisher : "${g.topic} ${g.role}"]) == "commits roles/pubsub.publisher"
    error_message = "topics"
  }
  assert {
    condition     = join(", ", [for g in google_storage_bucket_iam_member.objects : "${g.bucket} ${g.role}"]) == "product-blobs roles/storage.objectUser, product-media roles/storage.objectViewer"
    error_message = "buckets"
  }
  assert {
    condition     = join(" ", [for g in google_secret_manager_secret_iam_member.reader : g.secret_id]) == "signing-key" && join(" ", [for g in google_secret_manager_secret_iam_member.rotator : g.secret_id]) == "other-key"
    error_message = "secrets"
  }
  assert {
    condition     = length(google_service_account_iam_member.signer) == 1
    error_message = "signing"
  }
  assert {
    condition     = join(" ", [for g in google_project_iam_member.role : g.role]) == "roles/firebasecloudmessaging.admin"
    error_message = "project roles"
  }
}

run "event_function_from_a_bundle" {
  command = plan
  variables {
    function = var.event
    regions  = ["europe-west1"]
  }
  assert {
    condition     = google_cloudfunctions2_function.this["europe-west1"].service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "an event function is reached from outside"
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.callers) == 0 && join(" ", [for g in google_cloud_run_v2_service_iam_member.push : g.member]) == var.push.member
    error_message = "somebody else than the push account may call"
  }
  assert {
    condition     = google_cloudfunctions2_function.this["europe-west1"].service_config[0].environment_variables.PUSH_AUDIENCE == var.push.audience && google_cloudfunctions2_function.this["europe-west1"].service_config[0].environment_variables.PUSH_SERVICE_ACCOUNT == var.push.email
    error_message = "whose messages are taken"
  }
  assert {
    condition     = length(google_project_iam_member.firestore) + length(google_pubsub_topic_iam_member.publisher) + length(google_secret_manager_secret_iam_member.reader) + length(google_service_account_iam_member.signer) == 0
    error_message = "grants that the entry does not have"
  }
}

run "http_function_from_an_image" {
  command = plan
  variables {
    function = merge(var.http, { packaging = "image", firestore = "read" })
    keys     = { europe-west1 = "projects/product/locations/europe-west1/keyRings/tiktoktoe/cryptoKeys/data" }
    attested = true
  }
  assert {
    condition     = alltrue([for s in google_cloud_run_v2_service.this : s.ingress == "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" && s.invoker_iam_disabled])
    error_message = "reached past the balancer, or not by it"
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.callers) == 0
    error_message = "an image needs no grant to allUsers"
  }
  assert {
    condition     = alltrue([for s in google_cloud_run_v2_service.this : s.template[0].containers[0].resources[0].startup_cpu_boost && length(s.template[0].containers[0].startup_probe) == 1 && length(s.binary_authorization) == 1])
    error_message = "start, probe and attestation"
  }
  assert {
    condition     = google_cloud_run_v2_service.this["europe-west1"].template[0].encryption_key != null && google_cloud_run_v2_service.this["europe-west4"].template[0].encryption_key == null
    error_message = "the key of the region"
  }
  assert {
    condition     = alltrue([for s in google_cloud_run_v2_service.this : s.template[0].service_account == google_service_account.this.email])
    error_message = "account"
  }
  assert {
    condition     = join(" ", [for g in google_project_iam_member.firestore : g.role]) == "roles/datastore.viewer"
    error_message = "read is not write"
  }
}

run "a_cache_for_images_that_serve_http" {
  command = plan
  variables {
    function = merge(var.http, { packaging = "image" })
    caches   = { europe-west1 = { url = "rediss://10.10.0.2:6379", authority = "PEM" } }
  }
  assert {
    condition     = [for e in google_cloud_run_v2_service.this["europe-west1"].template[0].containers[0].env : e.value if e.name == "VALKEY_URL"] == ["rediss://10.10.0.2:6379"]
    error_message = "the cache of the region"
  }
  assert {
    condition     = length([for e in google_cloud_run_v2_service.this["europe-west4"].template[0].containers[0].env : e if startswith(e.name, "VALKEY")]) == 0
    error_message = "no cache of another region"
  }
  assert {
    condition     = contains([for g in google_project_iam_member.role : g.role], "roles/memorystore.dbConnectionUser")
    error_message = "may not sign in to the cache"
  }
}

run "a_bundle_reaches_no_cache" {
  command = plan
  variables {
    function = var.http
    caches   = { europe-west1 = { url = "rediss://10.10.0.2:6379", authority = "PEM" } }
  }
  assert {
    condition     = !contains(keys(google_cloudfunctions2_function.this["europe-west1"].service_config[0].environment_variables), "VALKEY_URL") && !contains([for g in google_project_iam_member.role : g.role], "roles/memorystore.dbConnectionUser")
    error_message = "a cache that it cannot reach"
  }
}

run "event_function_from_an_image" {
  command = plan
  variables {
    function = merge(var.event, { packaging = "image" })
    regions  = ["europe-west1"]
  }
  assert {
    condition     = google_cloud_run_v2_service.this["europe-west1"].ingress == "INGRESS_TRAFFIC_INTERNAL_ONLY" && !google_cloud_run_v2_service.this["europe-west1"].invoker_iam_disabled
    error_message = "an event function is reached by others"
  }
  assert {
    condition     = join(" ", google_cloud_run_v2_service.this["europe-west1"].custom_audiences) == var.push.audience
    error_message = "audience"
  }
}

run "behind_a_router_nothing_is_reached_from_outside" {
  command = plan
  variables {
    function = var.http
    balanced = false
  }
  assert {
    condition     = alltrue([for f in google_cloudfunctions2_function.this : f.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"])
    error_message = "reached past the router"
  }
}

run "an_image_without_a_digest_is_refused" {
  command = plan
  variables {
    function = merge(var.http, { packaging = "image" })
    image    = "europe-west1-docker.pkg.dev/product/images/functions:latest"
  }
  expect_failures = [google_cloud_run_v2_service.this]
}

run "no_image_at_all_is_refused" {
  command = plan
  variables {
    function = merge(var.http, { packaging = "image" })
    image    = null
  }
  expect_failures = [google_cloud_run_v2_service.this]
}
