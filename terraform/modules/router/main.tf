# The front of an environment without a load balancer: nginx on Cloud Run, which costs nothing while nobody asks. It does what the
# balancer's URL map does with the same table, and serves bucket routes from a read-only mount, so that functions and buckets stay
# as private as elsewhere. It is the one service that the internet may call.
locals {
  name       = "router${var.suffix}"
  host       = "${local.name}-${var.project_number}.${var.region}.run.app"
  kept_paths = { for route, bucket in var.bucket_routes : "bucket-${trim(route, "/")}" => bucket }

  configuration = templatefile("${path.module}/nginx.conf.tftpl", {
    functions = { for name, function in var.functions : name => {
      routes = function.routes
      host   = "${function.service}-${var.project_number}.${var.region}.run.app"
    } }
    bucket_routes = var.bucket_routes
    proxy = var.proxy == null ? null : {
      host       = "${var.functions[var.proxy.function].service}-${var.project_number}.${var.region}.run.app"
      did        = replace(var.proxy.did, ".", "\\.")
      everything = var.proxy.everything
    }
  })
}

resource "google_service_account" "this" {
  project      = var.project
  account_id   = "router${var.suffix}"
  display_name = "Router, which may read what it serves"
}

resource "google_storage_bucket_iam_member" "reader" {
  for_each = var.bucket_routes
  bucket   = each.value
  role     = "roles/storage.objectViewer"
  member   = google_service_account.this.member
}

resource "google_cloud_run_v2_service" "this" {
  project              = var.project
  location             = var.region
  name                 = local.name
  description          = "The front, in place of a load balancer"
  labels               = var.labels
  ingress              = "INGRESS_TRAFFIC_ALL"
  invoker_iam_disabled = true
  deletion_protection  = var.protected
  template {
    service_account                  = google_service_account.this.email
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    timeout                          = "300s"
    max_instance_request_concurrency = 500
    scaling {
      min_instance_count = 0
      max_instance_count = var.max_instances
    }
    # All traffic: only what comes out of the network counts as internal for the functions.
    vpc_access {
      egress = "ALL_TRAFFIC"
      network_interfaces {
        network    = var.network.network
        subnetwork = var.network.subnet
      }
    }
    containers {
      image   = var.image
      command = ["/bin/sh", "-c"]
      args    = ["printf '%s' \"$NGINX_CONFIGURATION\" > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'"]
      resources {
        limits            = { cpu = "1", memory = "512Mi" }
        cpu_idle          = true
        startup_cpu_boost = true
      }
      ports {
        container_port = 8080
      }
      startup_probe {
        timeout_seconds   = 1
        period_seconds    = 1
        failure_threshold = 30
        tcp_socket {
          port = 8080
        }
      }
      env {
        name  = "NGINX_CONFIGURATION"
        value = local.configuration
      }
      dynamic "volume_mounts" {
        for_each = local.kept_paths
        content {
          name       = volume_mounts.key
          mount_path = "/buckets/${volume_mounts.value}"
        }
      }
    }
    dynamic "volumes" {
      for_each = local.kept_paths
      content {
        name = volumes.key
        gcs {
          bucket    = volumes.value
          read_only = true
        }
      }
    }
  }
  lifecycle {
    precondition {
      condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
      error_message = "router: image is not named by digest: ${var.image}."
    }
    precondition {
      condition     = length(local.configuration) < 32768
      error_message = "router: an environment variable holds 32 KiB, the routes take ${length(local.configuration)} bytes."
    }
  }
  depends_on = [google_storage_bucket_iam_member.reader]
}

resource "google_cloud_run_domain_mapping" "this" {
  for_each = toset(var.domain[*])
  project  = var.project
  location = var.region
  name     = each.value
  metadata {
    namespace = var.project
    labels    = var.labels
  }
  spec {
    route_name = google_cloud_run_v2_service.this.name
  }
}
