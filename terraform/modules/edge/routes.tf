# What is not in the catalogue is refused here: 501 for a method (as the protocol has it), 404 for anything else. Path rules match
# exactly, take 50 paths each and need no priorities.
locals {
  rules = merge([for name, function in var.functions : {
    for index, paths in chunklist(function.routes, 50) : "${name}-${index}" => { function = name, paths = paths }
  }]...)
  # A refusal must name a backend that it never reaches.
  unreached        = google_compute_backend_service.this[keys(var.functions)[0]].id
  handle_functions = [for name, function in var.functions : name if contains(function.routes, var.handle_path)]
}

resource "google_compute_url_map" "https" {
  project         = var.project
  name            = "https"
  default_service = local.unreached
  default_route_action {
    fault_injection_policy {
      abort {
        http_status = 404
        percentage  = 100
      }
    }
  }
  header_action {
    response_headers_to_remove = ["Server"]
  }

  host_rule {
    hosts        = [var.domain]
    path_matcher = "product"
  }
  path_matcher {
    name            = "product"
    default_service = local.unreached
    default_route_action {
      fault_injection_policy {
        abort {
          http_status = 404
          percentage  = 100
        }
      }
    }
    dynamic "path_rule" {
      for_each = local.rules
      content {
        paths   = path_rule.value.paths
        service = google_compute_backend_service.this[path_rule.value.function].id
      }
    }
    dynamic "path_rule" {
      for_each = var.bucket_routes
      content {
        paths   = ["${path_rule.key}*"]
        service = google_compute_backend_bucket.this[path_rule.key].id
      }
    }
    path_rule {
      paths   = ["/xrpc/*"]
      service = local.unreached
      route_action {
        fault_injection_policy {
          abort {
            http_status = 501
            percentage  = 100
          }
        }
      }
    }
  }

  # A handle's host proves the handle and serves nothing else.
  dynamic "host_rule" {
    for_each = local.handle_functions
    content {
      hosts        = ["*.${var.domain}"]
      path_matcher = "handles"
    }
  }
  dynamic "path_matcher" {
    for_each = local.handle_functions
    content {
      name            = "handles"
      default_service = local.unreached
      default_route_action {
        fault_injection_policy {
          abort {
            http_status = 404
            percentage  = 100
          }
        }
      }
      path_rule {
        paths   = [var.handle_path]
        service = google_compute_backend_service.this[path_matcher.value].id
      }
    }
  }

  # Checked by Google when the map is changed: one path of each function and bucket.
  dynamic "test" {
    for_each = var.functions
    content {
      host    = var.domain
      path    = test.value.routes[0]
      service = google_compute_backend_service.this[test.key].id
    }
  }
  dynamic "test" {
    for_each = var.bucket_routes
    content {
      host    = var.domain
      path    = "${test.key}test"
      service = google_compute_backend_bucket.this[test.key].id
    }
  }
}

resource "google_compute_url_map" "http" {
  project = var.project
  name    = "http"
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }
}
