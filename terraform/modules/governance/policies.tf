locals {
  has_organisation = var.org_id != null

  enforced = [
    "compute.disableSerialPortAccess",
    "compute.requireOsLogin",
    "compute.skipDefaultNetworkCreation",
    "iam.automaticIamGrantsForDefaultServiceAccounts",
    "iam.disableServiceAccountKeyCreation",
    "iam.disableServiceAccountKeyUpload",
    "storage.publicAccessPrevention",
    "storage.uniformBucketLevelAccess",
  ]

  allowed = merge(
    {
      "gcp.resourceLocations"             = var.allowed_regions
      "iam.workloadIdentityPoolProviders" = toset(["https://token.actions.githubusercontent.com"])
      "run.allowedIngress"                = toset(concat(["internal", "internal-and-cloud-load-balancing"], var.public_ingress ? ["all"] : []))
    },
    length(var.customer_ids) == 0 ? {} : { "iam.allowedPolicyMemberDomains" = var.customer_ids },
  )
}

resource "google_org_policy_policy" "enforced" {
  for_each = local.has_organisation ? toset(local.enforced) : []
  name     = "projects/${var.project}/policies/${each.key}"
  parent   = "projects/${var.project}"
  spec {
    rules { enforce = "TRUE" }
  }
  depends_on = [google_project_service.api]
}

resource "google_org_policy_policy" "allowed" {
  for_each = { for name, values in local.allowed : name => values if local.has_organisation }
  name     = "projects/${var.project}/policies/${each.key}"
  parent   = "projects/${var.project}"
  spec {
    rules {
      values { allowed_values = sort(each.value) }
    }
  }
  depends_on = [google_project_service.api]
}

# Roles cannot give back what this takes. The role to write such a policy exists in an organisation only.
resource "google_iam_deny_policy" "guard" {
  count        = local.has_organisation ? 1 : 0
  parent       = urlencode("cloudresourcemanager.googleapis.com/projects/${var.project}")
  name         = "guard"
  display_name = "No keys of service accounts, no lost encryption keys"
  rules {
    description = "Workloads have identities; a key is a password that never expires."
    deny_rule {
      denied_principals  = ["principalSet://goog/public:all"]
      denied_permissions = ["iam.googleapis.com/serviceAccountKeys.create"]
    }
  }
  rules {
    description = "Without the key the data is gone."
    deny_rule {
      denied_principals    = ["principalSet://goog/public:all"]
      exception_principals = sort(var.break_glass)
      denied_permissions   = ["cloudkms.googleapis.com/cryptoKeyVersions.destroy"]
    }
  }
  depends_on = [google_project_service.api]
}

# Google makes accounts that are editors of the whole project, and every workload that names no other runs as one.
resource "google_project_default_service_accounts" "none" {
  project        = var.project
  action         = "DEPRIVILEGE"
  restore_policy = "NONE"
  depends_on     = [google_project_service.api]
}

resource "google_project_iam_audit_config" "service" {
  for_each = var.audit
  project  = var.project
  service  = each.key
  dynamic "audit_log_config" {
    for_each = each.value
    content { log_type = audit_log_config.value }
  }
}

resource "google_essential_contacts_contact" "person" {
  for_each                            = var.contacts
  parent                              = "projects/${var.project}"
  email                               = each.key
  language_tag                        = "en"
  notification_category_subscriptions = sort(each.value)
  depends_on                          = [google_project_service.api]
}
