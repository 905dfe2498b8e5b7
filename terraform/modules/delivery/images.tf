locals {
  repositories = {
    # What the pipeline builds and attests. A tag is a version for good.
    images = { description = "Images of functions, built and attested by the pipeline.", immutable = true }
    # What Cloud Run functions builds from bundles; it moves the tag latest.
    functions = { description = "Images that Cloud Run functions builds from bundles.", immutable = false }
  }
}

resource "google_artifact_registry_repository" "docker" {
  for_each               = local.repositories
  project                = var.project
  location               = var.home_region
  repository_id          = each.key
  description            = each.value.description
  format                 = "DOCKER"
  mode                   = "STANDARD_REPOSITORY"
  kms_key_name           = var.kms_key
  cleanup_policy_dry_run = false
  docker_config { immutable_tags = each.value.immutable }
  vulnerability_scanning_config { enablement_config = "INHERITED" }
  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions { keep_count = 20 }
  }
  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      tag_state  = "ANY"
      older_than = "7776000s"
    }
  }
  depends_on = [google_kms_crypto_key_iam_member.registry]
}

# Artifact Registry's agent exists only once somebody has asked for it.
resource "google_project_service_identity" "registry" {
  provider = google-beta
  count    = var.kms_key == null ? 0 : 1
  project  = var.project
  service  = "artifactregistry.googleapis.com"
}

resource "google_kms_crypto_key_iam_member" "registry" {
  count         = var.kms_key == null ? 0 : 1
  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = google_project_service_identity.registry[0].member
}
