mock_provider "google" {
  source          = "./tests/mock/google"
  override_during = plan
}
mock_provider "google-beta" {
  source          = "./tests/mock/google-beta"
  override_during = plan
}

variables {
  environment = "prod"
  site = {
    project             = "product"
    domain              = "example.com"
    notification_emails = ["operations@example.com"]
    runbooks_url        = "https://example.com/runbooks"
    state_bucket        = "product-state"
    repository          = { owner = "owner", name = "name", id = 1 }
  }
  bundles = "./tests/bundle.zip"
  images = {
    functions = "europe-west1-docker.pkg.dev/product/images/functions@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    media     = "europe-west1-docker.pkg.dev/product/images/media@sha256:1111111111111111111111111111111111111111111111111111111111111111"
  }
}

run "everything_follows_the_catalogue" {
  command = plan
  assert {
    condition     = toset(keys(module.edge[0].routes)) == toset(concat(flatten([for f in module.catalogue.http : f.routes]), [for b in module.catalogue.buckets : "${b.route}*" if b.route != null]))
    error_message = "the balancer's paths are not the catalogue's"
  }
  assert {
    condition     = length(module.router) == 0 && output.origin == "https://example.com"
    error_message = "front"
  }
  assert {
    condition     = alltrue([for name in keys(module.catalogue.http) : alltrue([for region, reach in module.function[name].reach : reach == "balancer"])])
    error_message = "reached past the balancer: ${join(", ", [for name in keys(module.catalogue.http) : name if !alltrue([for region, reach in module.function[name].reach : reach == "balancer"])])}"
  }
  assert {
    condition     = alltrue([for name in keys(module.catalogue.pubsub) : join(" ", values(module.function[name].reach)) == "internal"])
    error_message = "an event function is reached from outside, or runs in two regions"
  }
  assert {
    condition     = keys(module.events.subscriptions) == keys(module.catalogue.pubsub) && alltrue([for s in module.events.subscriptions : s.dead_letter_topic != "" && s.dead_letter_subscription != ""])
    error_message = "subscriptions: ${join(" ", keys(module.events.subscriptions))}"
  }
  assert {
    condition     = length(setsubtract(keys(module.catalogue.topics), keys(module.events.topics))) == 0
    error_message = "a topic of the catalogue is missing"
  }
  assert {
    condition     = output.buckets == { for name in keys(module.catalogue.buckets) : name => "product-${name}" }
    error_message = "buckets: ${jsonencode(output.buckets)}"
  }
  assert {
    condition     = keys(output.secrets) == keys(module.catalogue.secrets)
    error_message = "secrets: ${join(" ", keys(output.secrets))}"
  }
  assert {
    condition     = alltrue([for name, service in output.services : service.packaging == module.catalogue.functions[name].packaging])
    error_message = "packaging"
  }
  assert {
    condition     = alltrue([for groups in module.edge[0].endpoint_groups : length(groups) == 1])
    error_message = "endpoint groups: ${jsonencode(module.edge[0].endpoint_groups)}"
  }
}

run "rules_that_hold_in_every_file" {
  command = plan
  module {
    source = "./tests/text"
  }
  assert {
    condition     = output.found.everybody_may_call == "modules/function/service.tf"
    error_message = "allUsers is granted in ${output.found.everybody_may_call}"
  }
  assert {
    condition     = output.found.open_ingress == "modules/router/main.tf"
    error_message = "open to everybody: ${output.found.open_ingress}"
  }
  assert {
    condition     = output.found.primitive_role == ""
    error_message = "a primitive role is granted in ${output.found.primitive_role}"
  }
  assert {
    condition     = output.found.secret_in_state == ""
    error_message = "a secret would be in the state: ${output.found.secret_in_state}"
  }
}

run "packaging_can_be_image_for_all" {
  command = plan
  variables {
    packaging = "image"
  }
  assert {
    condition     = alltrue([for service in output.services : service.packaging == "image"])
    error_message = "packaging"
  }
}

run "a_second_region_is_one_line" {
  command = plan
  variables {
    regions = {
      europe-west1  = { range = "10.10.0.0/22" }
      europe-north1 = { range = "10.10.4.0/22" }
    }
  }
  assert {
    condition     = alltrue([for groups in module.edge[0].endpoint_groups : length(groups) == 2])
    error_message = "endpoint groups: ${jsonencode(module.edge[0].endpoint_groups)}"
  }
  assert {
    condition     = alltrue([for name, function in module.catalogue.functions : length(module.function[name].services) == (function.kind == "event" ? 1 : 2)])
    error_message = "HTTP functions run in both regions, event functions at home"
  }
}

run "a_region_that_does_not_serve_gets_no_request" {
  command = plan
  variables {
    regions = {
      europe-west1  = { range = "10.10.0.0/22", serving = false }
      europe-north1 = { range = "10.10.4.0/22" }
    }
  }
  assert {
    condition     = alltrue([for groups in module.edge[0].endpoint_groups : length(groups) == 1 && endswith(groups[0], "-europe-north1")])
    error_message = "endpoint groups: ${jsonencode(module.edge[0].endpoint_groups)}"
  }
}

run "a_router_instead_of_the_balancer" {
  command = plan
  variables {
    environment = "small"
    front       = "router"
    analytics   = false
    site = {
      project             = "product"
      domain              = "example.com"
      notification_emails = ["operations@example.com"]
      runbooks_url        = "https://example.com/runbooks"
      state_bucket        = "product-state"
      repository          = { owner = "owner", name = "name", id = 1 }
      router_image        = "europe-west1-docker.pkg.dev/product/images/nginx@sha256:2222222222222222222222222222222222222222222222222222222222222222"
    }
  }
  assert {
    condition     = length(module.edge) == 0 && length(module.analytics) == 0
    error_message = "something that costs while idle"
  }
  assert {
    condition     = alltrue([for name in keys(module.catalogue.functions) : alltrue([for region, reach in module.function[name].reach : reach == "internal"])])
    error_message = "reached past the router"
  }
  assert {
    condition     = alltrue([for f in module.catalogue.http : alltrue([for route in f.routes : strcontains(module.router[0].configuration, "\"${route}\"")])])
    error_message = "a path that the router does not know"
  }
}

run "no_other_service_is_configured_by_itself" {
  command = plan
  assert {
    condition     = !contains(keys(local.own_environment.media), "SCANNER_URL")
    error_message = "scanner: ${jsonencode(local.own_environment.media)}"
  }
  assert {
    condition     = length([for name in keys(local.own_environment.auth) : name if startswith(name, "PROXY_")]) == 0 && local.proxy == { function = "auth", did = "did:web:example.com", everything = false }
    error_message = "proxy: ${jsonencode(local.proxy)}"
  }
}

run "calls_are_passed_on_to_named_services" {
  command = plan
  variables {
    site = {
      project             = "product"
      domain              = "example.com"
      notification_emails = ["operations@example.com"]
      runbooks_url        = "https://example.com/runbooks"
      state_bucket        = "product-state"
      repository          = { owner = "owner", name = "name", id = 1 }
      proxy_services      = ["did:plc:abc#chat", "did:web:api.example.org#bsky_appview"]
      proxy_default       = "did:plc:abc#chat"
    }
  }
  assert {
    condition     = local.own_environment.auth.PROXY_SERVICES == "did:plc:abc#chat,did:web:api.example.org#bsky_appview" && local.own_environment.auth.PROXY_DEFAULT == "did:plc:abc#chat" && local.proxy.everything
    error_message = "environment: ${jsonencode(local.own_environment.auth)}"
  }
}

run "the_default_service_is_a_named_one" {
  command = plan
  variables {
    site = {
      project        = "product"
      domain         = "example.com"
      proxy_services = ["did:web:api.example.org"]
      proxy_default  = "did:plc:abc#chat"
    }
  }
  expect_failures = [var.site]
}

run "a_scanner_is_asked_where_one_is_named" {
  command = plan
  variables {
    site = {
      project             = "product"
      domain              = "example.com"
      notification_emails = ["operations@example.com"]
      runbooks_url        = "https://example.com/runbooks"
      state_bucket        = "product-state"
      repository          = { owner = "owner", name = "name", id = 1 }
      scanner_url         = "https://scan.example.org/v1/videos?key=1"
    }
  }
  assert {
    condition     = local.own_environment.media.SCANNER_URL == "https://scan.example.org/v1/videos?key=1"
    error_message = "environment: ${jsonencode(local.own_environment.media)}"
  }
}

run "a_scanner_is_not_asked_in_the_clear" {
  command = plan
  variables {
    site = {
      project     = "product"
      domain      = "example.com"
      scanner_url = "http://scan.example.org/"
    }
  }
  expect_failures = [var.site]
}

run "a_router_is_in_one_region" {
  command = plan
  variables {
    front = "router"
    regions = {
      europe-west1  = { range = "10.10.0.0/22" }
      europe-north1 = { range = "10.10.4.0/22" }
    }
  }
  expect_failures = [var.front]
}

run "only_a_branch_has_a_suffix" {
  command = plan
  variables {
    suffix = "-sound"
  }
  expect_failures = [var.suffix]
}

run "the_home_is_one_of_the_regions" {
  command = plan
  variables {
    home_region = "europe-north1"
  }
  expect_failures = [var.home_region]
}
