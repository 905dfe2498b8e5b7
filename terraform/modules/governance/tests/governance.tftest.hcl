mock_provider "google" { override_during = plan }

variables {
  project         = "demo"
  project_number  = "42"
  org_id          = "1"
  billing_account = "0-0-0"
  budget_topic    = "projects/demo/topics/budget-alerts"
  contacts        = { "security@example.com" = ["SECURITY", "TECHNICAL"] }
}

run "apis_stay_on" {
  command = plan
  variables {
    services = ["memorystore.googleapis.com"]
  }
  assert {
    condition     = alltrue([for service in google_project_service.api : !service.disable_on_destroy])
    error_message = "destroying an environment must not turn an API off for everybody"
  }
  assert {
    condition     = contains(keys(google_project_service.api), "memorystore.googleapis.com") && contains(keys(google_project_service.api), "firestore.googleapis.com")
    error_message = "asked for APIs are added to those always needed"
  }
}

run "an_organisation_sets_policies" {
  command = plan
  assert {
    condition     = alltrue([for name in ["iam.disableServiceAccountKeyCreation", "storage.publicAccessPrevention", "storage.uniformBucketLevelAccess"] : google_org_policy_policy.enforced[name].spec[0].rules[0].enforce == "TRUE"])
    error_message = "no keys, no public buckets, no ACLs"
  }
  assert {
    condition     = toset(google_org_policy_policy.allowed["run.allowedIngress"].spec[0].rules[0].values[0].allowed_values) == toset(["internal", "internal-and-cloud-load-balancing"])
    error_message = "nothing is public but through the balancer"
  }
  assert {
    condition     = google_org_policy_policy.allowed["gcp.resourceLocations"].spec[0].rules[0].values[0].allowed_values == tolist(["in:eu-locations"]) && !contains(keys(google_org_policy_policy.allowed), "iam.allowedPolicyMemberDomains")
    error_message = "data stays in the EU; members are not restricted unless asked"
  }
  assert {
    condition     = contains(google_iam_deny_policy.guard[0].rules[0].deny_rule[0].denied_permissions, "iam.googleapis.com/serviceAccountKeys.create")
    error_message = "nobody makes a key of a service account"
  }
}

run "without_an_organisation_there_are_none" {
  command = plan
  variables {
    org_id = null
  }
  assert {
    condition     = length(google_org_policy_policy.enforced) + length(google_org_policy_policy.allowed) + length(google_iam_deny_policy.guard) == 0
    error_message = "a project without an organisation refuses them"
  }
  assert {
    condition     = google_project_default_service_accounts.none.action == "DEPRIVILEGE"
    error_message = "default accounts lose their role in any case"
  }
}

run "small_is_reached_directly" {
  command = plan
  variables {
    public_ingress = true
    customer_ids   = ["C0123"]
  }
  assert {
    condition     = contains(google_org_policy_policy.allowed["run.allowedIngress"].spec[0].rules[0].values[0].allowed_values, "all") && google_org_policy_policy.allowed["iam.allowedPolicyMemberDomains"].spec[0].rules[0].values[0].allowed_values == tolist(["C0123"])
    error_message = "only where asked"
  }
}

run "audit_without_a_line_per_document" {
  command = plan
  assert {
    condition     = toset([for log in google_project_iam_audit_config.service["firestore.googleapis.com"].audit_log_config : log.log_type]) == toset(["ADMIN_READ"])
    error_message = "Firestore's data log is off"
  }
  assert {
    condition     = contains([for log in google_project_iam_audit_config.service["secretmanager.googleapis.com"].audit_log_config : log.log_type], "DATA_READ")
    error_message = "who reads a secret is written down"
  }
}

run "firestore_data_logs_are_refused" {
  command = plan
  variables {
    audit = { "firestore.googleapis.com" = ["DATA_READ"] }
  }
  expect_failures = [var.audit]
}

run "money_is_watched" {
  command = plan
  variables {
    notification_channels = ["projects/demo/notificationChannels/1"]
  }
  assert {
    condition     = one(google_billing_budget.month[0].all_updates_rule).pubsub_topic == "projects/demo/topics/budget-alerts"
    error_message = "the function budget hears of it"
  }
  assert {
    condition     = one(google_billing_budget.month[0].all_updates_rule).disable_default_iam_recipients && length(one(google_billing_budget.month[0].all_updates_rule).monitoring_notification_channels) == 1
    error_message = "people hear of it by e-mail"
  }
  assert {
    condition     = toset([for rule in google_billing_budget.month[0].threshold_rules : rule.threshold_percent if rule.spend_basis != "FORECASTED_SPEND"]) == toset([0.5, 0.8, 1, 1.2]) && length([for rule in google_billing_budget.month[0].threshold_rules : rule if rule.spend_basis == "FORECASTED_SPEND"]) == 1
    error_message = "half, four fifths, all and more of the budget, and all of it as forecast"
  }
  assert {
    condition     = one(google_billing_budget.month[0].budget_filter).projects == toset(["projects/42"]) && one(one(google_billing_budget.month[0].amount).specified_amount).units == "500"
    error_message = "of this project alone"
  }
}

run "no_billing_account_no_budget" {
  command = plan
  variables {
    billing_account = null
  }
  assert {
    condition     = length(google_billing_budget.month) == 0 && output.budget == null
    error_message = "whoever has no right on billing can still apply"
  }
}
