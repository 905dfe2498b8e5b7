locals {
  waf = {
    sqli-v33-stable             = 1000
    xss-v33-stable              = 1001
    lfi-v33-stable              = 1002
    rfi-v33-stable              = 1003
    rce-v33-stable              = 1004
    protocolattack-v33-stable   = 1005
    scannerdetection-v33-stable = 1006
    cve-canary                  = 1007
  }
}

resource "google_compute_security_policy" "api" {
  project     = var.project
  name        = "api"
  description = "What reaches the functions"
  type        = "CLOUD_ARMOR"
  advanced_options_config {
    json_parsing = "STANDARD"
    log_level    = "VERBOSE"
    json_custom_config {
      content_types = ["application/json"]
    }
  }
  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable          = true
      rule_visibility = "STANDARD"
    }
  }
  dynamic "rule" {
    for_each = local.waf
    content {
      action      = "deny(403)"
      priority    = rule.value
      description = rule.key
      preview     = var.waf_preview
      match {
        expr {
          expression = "evaluatePreconfiguredWaf('${rule.key}', {'sensitivity': 1})"
        }
      }
    }
  }
  rule {
    action      = "throttle"
    priority    = 2000
    description = "Sign-in, sign-up and account methods of one address"
    match {
      expr {
        expression = "request.path.startsWith('/xrpc/com.atproto.server.') || request.path.startsWith('/oauth/')"
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = var.limits.accounts
        interval_sec = 60
      }
    }
  }
  rule {
    action      = "rate_based_ban"
    priority    = 3000
    description = "Everything of one address"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action   = "allow"
      exceed_action    = "deny(429)"
      enforce_on_key   = "IP"
      ban_duration_sec = 600
      rate_limit_threshold {
        count        = var.limits.all
        interval_sec = 60
      }
      ban_threshold {
        count        = var.limits.ban
        interval_sec = 60
      }
    }
  }
  rule {
    action      = "allow"
    priority    = 2147483647
    description = "Default"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

# In front of the cache, where the policy above does not reach.
resource "google_compute_security_policy" "edge" {
  project     = var.project
  name        = "edge"
  description = "What reaches the cache"
  type        = "CLOUD_ARMOR_EDGE"
  rule {
    action      = "deny(403)"
    priority    = 1000
    description = "Only reading"
    match {
      expr {
        expression = "!request.method.matches('^(GET|HEAD|OPTIONS)$')"
      }
    }
  }
  rule {
    action      = "allow"
    priority    = 2147483647
    description = "Default"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}
