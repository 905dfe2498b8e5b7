resource "google_kms_crypto_key" "attest" {
  name                       = "attest"
  key_ring                   = var.attest_key_ring
  purpose                    = "ASYMMETRIC_SIGN"
  destroy_scheduled_duration = "2592000s"
  version_template {
    algorithm        = "EC_SIGN_P256_SHA256"
    protection_level = "SOFTWARE"
  }
  lifecycle { prevent_destroy = true }
}

data "google_kms_crypto_key_version" "attest" { crypto_key = google_kms_crypto_key.attest.id }

resource "google_container_analysis_note" "built" {
  project           = var.project
  name              = "built-and-scanned"
  short_description = "Built by this pipeline from a commit of the repository, without a vulnerability that is high."
  attestation_authority {
    hint { human_readable_name = "pipeline" }
  }
}

resource "google_binary_authorization_attestor" "pipeline" {
  project     = var.project
  name        = "pipeline"
  description = "Signs what was built, scanned and tested."
  attestation_authority_note {
    note_reference = google_container_analysis_note.built.name
    public_keys {
      id = data.google_kms_crypto_key_version.attest.id
      pkix_public_key {
        public_key_pem      = data.google_kms_crypto_key_version.attest.public_key[0].pem
        signature_algorithm = data.google_kms_crypto_key_version.attest.public_key[0].algorithm
      }
    }
  }
}

# One per project. Images of source functions cannot be attested: Google builds them, so their repository is named instead.
resource "google_binary_authorization_policy" "project" {
  project                       = var.project
  global_policy_evaluation_mode = "ENABLE"
  admission_whitelist_patterns { name_pattern = "${local.registry}/${google_artifact_registry_repository.docker["functions"].repository_id}/**" }
  default_admission_rule {
    evaluation_mode         = "REQUIRE_ATTESTATION"
    enforcement_mode        = var.enforce_attestation ? "ENFORCED_BLOCK_AND_AUDIT_LOG" : "DRYRUN_AUDIT_LOG_ONLY"
    require_attestations_by = [google_binary_authorization_attestor.pipeline.name]
  }
}
