# What is not in the catalogue is refused here: 501 for a method (as the protocol has it), 404 for anything else. A call that names
# another service goes to the function that passes calls on, unless it is one of the protocol's own methods: those are about this
# server, whatever an app says to all of its calls. The first rule that matches decides.
locals {
  passing = var.proxy == null ? [] : [var.proxy]
  rules = concat(
    flatten([for name, function in var.functions : [
      for paths in chunklist([for route in function.routes : route if !startswith(route, "/xrpc/") || startswith(route, "/xrpc/com.atproto.")], 10) :
      { service = google_compute_backend_service.this[name].id, exact = paths, prefix = [], named = [], refused = [], gone = [] }
    ]]),
    [for proxy in local.passing :
      { service = google_compute_backend_service.this[proxy.function].id, exact = [], prefix = ["/xrpc/"], named = ["${proxy.did}#"], refused = [], gone = [] }
    ],
    flatten([for name, function in var.functions : [
      for paths in chunklist([for route in function.routes : route if startswith(route, "/xrpc/") && !startswith(route, "/xrpc/com.atproto.")], 10) :
      { service = google_compute_backend_service.this[name].id, exact = paths, prefix = [], named = [], refused = [], gone = [] }
    ]]),
    [for route, bucket in var.bucket_routes :
      { service = google_compute_backend_bucket.this[route].id, exact = [], prefix = [route], named = [], refused = [], gone = [google_compute_backend_bucket.this[route].id] }
    ],
    [for proxy in local.passing :
      { service = google_compute_backend_service.this[proxy.function].id, exact = [], prefix = ["/xrpc/"], named = [], refused = [], gone = [] } if proxy.everything
    ],
    [{ service = local.unreached, exact = [], prefix = ["/xrpc/"], named = [], refused = [501], gone = [] }],
  )
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
    dynamic "route_rules" {
      for_each = local.rules
      content {
        priority = route_rules.key + 1
        service  = route_rules.value.service
        dynamic "match_rules" {
          for_each = route_rules.value.exact
          content {
            full_path_match = match_rules.value
          }
        }
        dynamic "match_rules" {
          for_each = route_rules.value.prefix
          content {
            prefix_match = match_rules.value
            dynamic "header_matches" {
              for_each = route_rules.value.named
              content {
                header_name   = "atproto-proxy"
                present_match = true
              }
            }
            dynamic "header_matches" {
              for_each = route_rules.value.named
              content {
                header_name  = "atproto-proxy"
                prefix_match = header_matches.value
                invert_match = true
              }
            }
          }
        }
        # Nobody can tell what was never there from what was taken down. No object has that path, so the body is the balancer's own.
        dynamic "custom_error_response_policy" {
          for_each = route_rules.value.gone
          content {
            error_service = custom_error_response_policy.value
            error_response_rule {
              match_response_codes   = ["404"]
              path                   = "/gone"
              override_response_code = 410
            }
          }
        }
        dynamic "route_action" {
          for_each = route_rules.value.refused
          content {
            fault_injection_policy {
              abort {
                http_status = route_action.value
                percentage  = 100
              }
            }
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
