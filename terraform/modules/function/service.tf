locals {
  name  = "${var.function.name}${var.suffix}"
  event = var.function.kind == "event"

  environment = merge(
    var.environment,
    { for bucket, access in var.function.buckets : "BUCKET_${upper(replace(bucket, "-", "_"))}" => var.buckets[bucket].name },
    # Cloud Run checks the token of whoever calls, since only the push account may, and takes its signature off.
    # Whatever the image says of its heap, this counts.
    var.function.heap_mb == null ? {} : { JAVA_TOOL_OPTIONS = "-Xmx${var.function.heap_mb}m -XX:MaxDirectMemorySize=128m" },
    local.event ? { PUSH_AUDIENCE = var.push.audience, PUSH_SERVICE_ACCOUNT = var.push.email, PUSH_SIGNATURE = "removed" } : {},
  )

  sources = var.function.packaging == "source" ? var.regions : []
  images  = var.function.packaging == "image" ? var.regions : []
  inside  = local.event || !var.balanced
  caches  = local.event || var.function.packaging != "image" ? {} : var.caches

  cache_environment = { for region, cache in local.caches : region => { VALKEY_URL = cache.url, VALKEY_AUTHORITY = cache.authority } }
}

# The name has the content's hash and the function names the generation: an unchanged bundle deploys nothing, a changed one does.
resource "google_storage_bucket_object" "bundle" {
  count  = length(local.sources) > 0 ? 1 : 0
  bucket = var.source_bundle.bucket
  name   = "functions/${var.function.name}/${filesha256(var.source_bundle.path)}.zip"
  source = var.source_bundle.path
}

resource "google_cloudfunctions2_function" "this" {
  for_each    = local.sources
  project     = var.project
  location    = each.value
  name        = local.name
  description = "Catalogue entry ${var.function.name}"
  labels      = var.labels
  build_config {
    runtime           = "java25"
    entry_point       = var.function.class
    service_account   = var.source_bundle.build_account
    docker_repository = var.source_bundle.repository
    # Without it the buildpack takes invoker 1.4.1. A bundle is one jar and libs/, so there is no pom to name a later one in.
    environment_variables = { USE_JAVA_FF_2 = "true" }
    automatic_update_policy {}
    source {
      storage_source {
        bucket     = var.source_bundle.bucket
        object     = google_storage_bucket_object.bundle[0].name
        generation = google_storage_bucket_object.bundle[0].generation
      }
    }
  }
  service_config {
    service_account_email            = google_service_account.this.email
    available_cpu                    = tostring(var.function.cpu)
    available_memory                 = "${var.function.memory_mb}Mi"
    timeout_seconds                  = var.function.timeout_s
    max_instance_request_concurrency = var.function.concurrency
    min_instance_count               = var.function.min_instances
    max_instance_count               = var.function.max_instances
    ingress_settings                 = local.inside ? "ALLOW_INTERNAL_ONLY" : "ALLOW_INTERNAL_AND_GCLB"
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment
  }
}

resource "google_cloud_run_v2_service" "this" {
  for_each            = local.images
  project             = var.project
  location            = each.value
  name                = local.name
  description         = "Catalogue entry ${var.function.name}"
  labels              = var.labels
  ingress             = local.inside ? "INGRESS_TRAFFIC_INTERNAL_ONLY" : "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  deletion_protection = var.protected
  # A session is checked by the function, method by method, so HTTP functions take every caller that the ingress lets through.
  # Switching the check off says so without a grant to allUsers, which an organisation may forbid.
  invoker_iam_disabled = !local.event
  custom_audiences     = local.event ? [var.push.audience] : null
  dynamic "binary_authorization" {
    for_each = var.attested ? [1] : []
    content {
      use_default = true
    }
  }
  template {
    service_account                  = google_service_account.this.email
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    timeout                          = "${var.function.timeout_s}s"
    max_instance_request_concurrency = var.function.concurrency
    encryption_key                   = lookup(var.keys, each.value, null)
    scaling {
      min_instance_count = var.function.min_instances
      max_instance_count = var.function.max_instances
    }
    dynamic "vpc_access" {
      for_each = contains(keys(var.subnets), each.value) ? [var.subnets[each.value]] : []
      content {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnet
        }
      }
    }
    containers {
      image = var.image
      resources {
        limits            = { cpu = tostring(var.function.cpu), memory = "${var.function.memory_mb}Mi" }
        cpu_idle          = true
        startup_cpu_boost = true
      }
      ports {
        container_port = 8080
      }
      # The port opens when the function has been built by its constructor.
      startup_probe {
        timeout_seconds   = 1
        period_seconds    = 1
        failure_threshold = 60
        tcp_socket {
          port = 8080
        }
      }
      env {
        name  = "FUNCTION_TARGET"
        value = var.function.class
      }
      dynamic "env" {
        for_each = merge(local.environment, lookup(local.cache_environment, each.value, {}))
        content {
          name  = env.key
          value = env.value
        }
      }
      volume_mounts {
        name       = "tmp"
        mount_path = "/tmp"
      }
    }
    # The only place that is written to; it is memory, and half of it is left to the process.
    volumes {
      name = "tmp"
      empty_dir {
        medium     = "MEMORY"
        size_limit = "${floor(var.function.memory_mb / 2)}Mi"
      }
    }
  }
  traffic {
    type    = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    percent = 100
  }
  lifecycle {
    # The pipeline owns which image serves which share.
    ignore_changes = [traffic, client, client_version, template[0].containers[0].image, template[0].revision]
    precondition {
      condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
      error_message = "functions.${var.function.name}: packaging is image, and images names none by digest for it (${var.image == null ? "nothing" : var.image})."
    }
  }
}

# Functions from a bundle cannot switch the check off, so allUsers may call them: everybody that the ingress lets through, which
# is the balancer (or the router) and the project's own network.
resource "google_cloud_run_v2_service_iam_member" "callers" {
  for_each = local.event ? [] : local.sources
  project  = var.project
  location = each.value
  name     = google_cloudfunctions2_function.this[each.value].name
  role     = "roles/run.invoker"
  member   = "allUsers"
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = local.event ? var.regions : []
  project  = var.project
  location = each.value
  name     = var.function.packaging == "source" ? google_cloudfunctions2_function.this[each.value].name : google_cloud_run_v2_service.this[each.value].name
  role     = "roles/run.invoker"
  member   = var.push.member
}
