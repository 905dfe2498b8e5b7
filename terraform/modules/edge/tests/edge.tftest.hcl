mock_provider "google" {
  source          = "../../platform/tests/mock/google"
  override_during = plan
}

variables {
  project        = "product"
  project_number = "123456789"
  domain         = "example.com"
  bucket_routes  = { "/vid/" = "product-media" }
  functions = {
    auth = { routes = ["/.well-known/did.json", "/.well-known/atproto-did", "/xrpc/com.atproto.server.createSession"], services = { europe-west1 = "auth" } }
    feed = { routes = ["/xrpc/app.bsky.feed.getTimeline"], services = { europe-west1 = "feed" } }
  }
}

run "every_path_and_nothing_else_is_routed" {
  command = plan
  assert {
    condition = [for rule in google_compute_url_map.https.path_matcher[0].route_rules : flatten(rule.match_rules[*].full_path_match) if rule.match_rules[0].full_path_match != null] == [
      ["/.well-known/did.json", "/.well-known/atproto-did", "/xrpc/com.atproto.server.createSession"], ["/xrpc/app.bsky.feed.getTimeline"],
    ]
    error_message = "paths: ${jsonencode(google_compute_url_map.https.path_matcher[0].route_rules[*].match_rules[*].full_path_match)}"
  }
  assert {
    condition     = [for rule in google_compute_url_map.https.path_matcher[0].route_rules : rule.match_rules[0].prefix_match if rule.match_rules[0].full_path_match == null] == ["/vid/", "/xrpc/"]
    error_message = "prefixes: ${jsonencode(google_compute_url_map.https.path_matcher[0].route_rules[*].match_rules[*].prefix_match)}"
  }
  assert {
    condition     = join(" ", google_compute_url_map.https.path_matcher[0].route_rules[*].priority) == "1 2 3 4"
    error_message = "priorities"
  }
  assert {
    condition     = alltrue([for matcher in google_compute_url_map.https.path_matcher : matcher.default_route_action[0].fault_injection_policy[0].abort[0].http_status == 404 && matcher.default_route_action[0].fault_injection_policy[0].abort[0].percentage == 100])
    error_message = "what is not in the catalogue is let through"
  }
  assert {
    condition     = google_compute_url_map.https.default_route_action[0].fault_injection_policy[0].abort[0].percentage == 100
    error_message = "another host is let through"
  }
  assert {
    condition     = [for rule in google_compute_url_map.https.path_matcher[0].route_rules : rule.route_action[0].fault_injection_policy[0].abort[0].http_status if length(rule.route_action) > 0] == [501] && length(google_compute_url_map.https.path_matcher[0].route_rules[3].route_action) == 1
    error_message = "a method that does not exist is not 501"
  }
  assert {
    condition     = [for rule in google_compute_url_map.https.path_matcher[0].route_rules : "${rule.match_rules[0].prefix_match} ${rule.custom_error_response_policy[0].error_response_rule[0].override_response_code} ${join("+", rule.custom_error_response_policy[0].error_response_rule[0].match_response_codes)}" if length(rule.custom_error_response_policy) > 0] == ["/vid/ 410 404"]
    error_message = "what is not in a bucket is not gone"
  }
  assert {
    condition     = join(" ", google_compute_url_map.https.header_action[0].response_headers_to_remove) == "Server"
    error_message = "the server tells what it is"
  }
  assert {
    condition     = length(google_compute_url_map.https.test) == 3
    error_message = "a test for each function and bucket"
  }
}

run "a_handles_host_proves_the_handle_only" {
  command = plan
  assert {
    condition     = anytrue([for rule in google_compute_url_map.https.host_rule : contains(rule.hosts, "*.example.com") && rule.path_matcher == "handles"])
    error_message = "no rule for handles"
  }
  assert {
    condition     = google_compute_url_map.https.path_matcher[1].name == "handles" && join(" ", flatten(google_compute_url_map.https.path_matcher[1].path_rule[*].paths)) == "/.well-known/atproto-did"
    error_message = "a handle's host serves more"
  }
  assert {
    condition     = toset([for entry in google_certificate_manager_certificate_map_entry.this : entry.hostname]) == toset(["example.com", "*.example.com"]) && toset([for record in google_dns_record_set.address : "${record.name} ${record.type}"]) == toset(["example.com. A", "example.com. AAAA", "*.example.com. A", "*.example.com. AAAA"])
    error_message = "certificates and records"
  }
}

run "calls_of_other_services_are_passed_on" {
  command = plan
  variables {
    proxy = { function = "auth", did = "did:web:example.com" }
  }
  assert {
    condition = [for rule in google_compute_url_map.https.path_matcher[0].route_rules : coalesce(rule.match_rules[0].full_path_match, rule.match_rules[0].prefix_match)] == [
      "/.well-known/did.json", "/xrpc/", "/xrpc/app.bsky.feed.getTimeline", "/vid/", "/xrpc/",
    ]
    error_message = "order: ${jsonencode(google_compute_url_map.https.path_matcher[0].route_rules[*].match_rules)}"
  }
  assert {
    condition = join(", ", [for match in google_compute_url_map.https.path_matcher[0].route_rules[1].match_rules[0].header_matches :
      "${match.header_name} ${coalesce(match.prefix_match, "present")} ${match.present_match == true} ${match.invert_match == true}"
    ]) == "atproto-proxy present true false, atproto-proxy did:web:example.com# false true"
    error_message = "headers: ${jsonencode(google_compute_url_map.https.path_matcher[0].route_rules[1].match_rules)}"
  }
  assert {
    condition     = length(google_compute_url_map.https.path_matcher[0].route_rules[4].route_action) == 1
    error_message = "what nobody serves is let through"
  }
}

run "with_a_default_so_is_what_nobody_serves" {
  command = plan
  variables {
    proxy = { function = "auth", did = "did:web:example.com", everything = true }
  }
  assert {
    condition     = length(google_compute_url_map.https.path_matcher[0].route_rules) == 6 && length(google_compute_url_map.https.path_matcher[0].route_rules[4].route_action) == 0 && google_compute_url_map.https.path_matcher[0].route_rules[4].match_rules[0].prefix_match == "/xrpc/"
    error_message = "rules: ${jsonencode(google_compute_url_map.https.path_matcher[0].route_rules)}"
  }
}

run "sixty_paths_of_a_function_are_six_rules" {
  command = plan
  variables {
    functions = { feed = { routes = [for i in range(60) : "/xrpc/app.bsky.feed.get${i}"], services = { europe-west1 = "feed" } } }
  }
  assert {
    condition     = alltrue([for rule in google_compute_url_map.https.path_matcher[0].route_rules : length(rule.match_rules) <= 10]) && length(flatten(google_compute_url_map.https.path_matcher[0].route_rules[*].match_rules[*].full_path_match)) == 62
    error_message = "more paths in a rule than it takes, or fewer than there are"
  }
  assert {
    condition     = length(google_compute_url_map.https.path_matcher) == 1
    error_message = "hosts of handles without a function that answers for them"
  }
}

run "one_region_is_one_endpoint_group" {
  command = plan
  assert {
    condition     = join(" ", output.endpoint_groups.feed) == "feed-europe-west1" && length(google_compute_backend_service.this["feed"].backend) == 1
    error_message = "endpoint groups"
  }
}

run "a_second_region_is_a_second_endpoint_group" {
  command = plan
  variables {
    functions = {
      feed = { routes = ["/xrpc/app.bsky.feed.getTimeline"], services = { europe-west1 = "feed", europe-west4 = "feed" } }
    }
  }
  assert {
    condition     = join(" ", output.endpoint_groups.feed) == "feed-europe-west1 feed-europe-west4" && length(google_compute_region_network_endpoint_group.this) == 2
    error_message = "endpoint groups: ${join(" ", output.endpoint_groups.feed)}"
  }
  assert {
    condition     = length(google_compute_backend_service.this["feed"].outlier_detection) == 1
    error_message = "nothing keeps a broken region away"
  }
}

run "a_function_that_serves_nowhere_is_refused" {
  command = plan
  variables {
    functions = {
      feed = { routes = ["/xrpc/app.bsky.feed.getTimeline"], services = {} }
    }
  }
  expect_failures = [var.functions]
}

run "everything_passes_the_guards" {
  command = plan
  assert {
    condition     = alltrue([for service in google_compute_backend_service.this : service.security_policy == google_compute_security_policy.api.id && service.load_balancing_scheme == "EXTERNAL_MANAGED" && service.log_config[0].enable])
    error_message = "a backend without a policy or a log"
  }
  assert {
    condition     = alltrue([for bucket in google_compute_backend_bucket.this : bucket.edge_security_policy == google_compute_security_policy.edge.id && bucket.enable_cdn])
    error_message = "a bucket without a policy or a cache"
  }
  assert {
    condition     = alltrue([for rule in google_compute_security_policy.api.rule : rule.preview if rule.action == "deny(403)"]) && anytrue([for rule in google_compute_security_policy.api.rule : rule.action == "throttle"]) && anytrue([for rule in google_compute_security_policy.api.rule : rule.action == "rate_based_ban"])
    error_message = "rules"
  }
  assert {
    condition     = google_storage_bucket_iam_member.balancer["/vid/"].member == "serviceAccount:service-123456789@https-lb.iam.gserviceaccount.com"
    error_message = "somebody else reads the bucket: ${google_storage_bucket_iam_member.balancer["/vid/"].member}"
  }
  assert {
    condition     = alltrue([for service in google_compute_backend_service.this : anytrue([for header in service.custom_response_headers : startswith(header, "Strict-Transport-Security: max-age=63072000")])])
    error_message = "no HSTS"
  }
  assert {
    condition     = google_compute_url_map.http.default_url_redirect[0].https_redirect && google_compute_ssl_policy.this.min_tls_version == "TLS_1_2" && toset([for rule in google_compute_global_forwarding_rule.http : rule.port_range]) == toset(["80"])
    error_message = "plain HTTP is served"
  }
}
