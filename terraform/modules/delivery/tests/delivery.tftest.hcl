mock_provider "google" {
  override_during = plan
  mock_resource "google_service_account" {
    defaults = { member = "serviceAccount:pipeline@demo.iam.gserviceaccount.com", email = "pipeline@demo.iam.gserviceaccount.com", name = "projects/demo/serviceAccounts/pipeline@demo.iam.gserviceaccount.com", id = "projects/demo/serviceAccounts/pipeline@demo.iam.gserviceaccount.com" }
  }
  mock_resource "google_iam_workload_identity_pool" {
    defaults = { name = "projects/42/locations/global/workloadIdentityPools/github" }
  }
  mock_data "google_kms_crypto_key_version" {
    defaults = { id = "projects/demo/key/1", public_key = [{ pem = "pem", algorithm = "EC_SIGN_P256_SHA256" }] }
  }
}

mock_provider "google-beta" {
  override_during = plan
  mock_resource "google_project_service_identity" {
    defaults = { member = "serviceAccount:service-42@gcp-sa-artifactregistry.iam.gserviceaccount.com" }
  }
}

variables {
  project         = "demo"
  environment     = "prod"
  home_region     = "europe-west1"
  state_bucket    = "demo-terraform-state"
  bundle_bucket   = "demo-bundles"
  attest_key_ring = "projects/demo/locations/europe-west1/keyRings/delivery"
  repository      = { owner = "example", name = "tiktoktoe", id = 4711, connection = "projects/demo/locations/europe-west1/connections/github/repositories/tiktoktoe" }
  services = {
    feed  = { name = "feed", location = "europe-west1", uri = "https://feed.run.app", kind = "http", service_account = "feed@demo.iam.gserviceaccount.com", packaging = "source" }
    media = { name = "media", location = "europe-west1", uri = "https://media.run.app", kind = "event", service_account = "media@demo.iam.gserviceaccount.com", packaging = "image" }
  }
}

run "images_are_kept_and_scanned" {
  command = plan
  assert {
    condition     = alltrue([for repository in google_artifact_registry_repository.docker : one(repository.vulnerability_scanning_config).enablement_config == "INHERITED" && !repository.cleanup_policy_dry_run && length(repository.cleanup_policies) == 2])
    error_message = "every repository is scanned and cleaned up"
  }
  assert {
    condition     = one(google_artifact_registry_repository.docker["images"].docker_config).immutable_tags && !one(google_artifact_registry_repository.docker["functions"].docker_config).immutable_tags
    error_message = "a tag of ours never moves; Cloud Run functions moves its own"
  }
}

run "only_attested_images_run" {
  command = plan
  assert {
    condition     = one(google_binary_authorization_policy.project.default_admission_rule).evaluation_mode == "REQUIRE_ATTESTATION" && one(google_binary_authorization_policy.project.default_admission_rule).enforcement_mode == "ENFORCED_BLOCK_AND_AUDIT_LOG"
    error_message = "an image without an attestation must not start"
  }
  assert {
    condition     = [for pattern in google_binary_authorization_policy.project.admission_whitelist_patterns : pattern.name_pattern] == ["europe-west1-docker.pkg.dev/demo/functions/**"]
    error_message = "exempt is only what Cloud Run functions builds"
  }
  assert {
    condition     = google_kms_crypto_key.attest.purpose == "ASYMMETRIC_SIGN" && one(google_kms_crypto_key.attest.version_template).algorithm == "EC_SIGN_P256_SHA256"
    error_message = "attestations are signed by KMS"
  }
}

run "a_new_project_may_only_log" {
  command = plan
  variables {
    enforce_attestation = false
  }
  assert {
    condition     = one(google_binary_authorization_policy.project.default_admission_rule).enforcement_mode == "DRYRUN_AUDIT_LOG_ONLY"
    error_message = "until the first attested image"
  }
}

run "nobody_has_more_than_the_job_needs" {
  command = plan
  assert {
    condition     = length(setintersection([for grant in google_project_iam_member.pipeline : grant.role], ["roles/owner", "roles/editor", "roles/viewer", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountKeyAdmin", "roles/resourcemanager.projectIamAdmin"])) == 0
    error_message = "a role that is primitive or leads to every other"
  }
  assert {
    condition     = toset([for key, grant in google_project_iam_member.pipeline : grant.role if startswith(key, "deployer ")]) == toset(["roles/logging.logWriter", "roles/monitoring.viewer"])
    error_message = "the deployer has no right on the whole project but to look at metrics and to log"
  }
  assert {
    condition     = toset([for key, grant in google_project_iam_member.pipeline : grant.role if startswith(key, "assembler ")]) == toset(["roles/logging.logWriter"]) && google_storage_bucket_iam_member.bundles["assembler"].role == "roles/storage.objectViewer" && google_artifact_registry_repository_iam_member.write["functions"].role == "roles/artifactregistry.writer"
    error_message = "what builds source functions reads bundles and writes its images"
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.steps)) == toset(["deployer", "provisioner"])
    error_message = "a build takes the place of these two and of no function"
  }
  assert {
    condition     = toset([for grant in google_cloud_run_v2_service_iam_member.deploy : "${grant.name} ${grant.role}"]) == toset(["feed roles/run.developer", "media roles/run.developer"])
    error_message = "the deployer moves traffic of each function and of nothing else"
  }
  assert {
    condition     = toset([for grant in google_service_account_iam_member.act_as : grant.service_account_id]) == toset(["projects/demo/serviceAccounts/feed@demo.iam.gserviceaccount.com", "projects/demo/serviceAccounts/media@demo.iam.gserviceaccount.com"])
    error_message = "the deployer acts as each runtime account, one by one"
  }
  assert {
    condition     = one(google_project_iam_member.granting.condition).expression == "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${join(", ", [for role in sort(var.grantable_roles) : "'${replace(role, "/^custom[.]/", "projects/${var.project}/roles/")}'"])}])" && !strcontains(one(google_project_iam_member.granting.condition).expression, "Admin'")
    error_message = "who applies Terraform grants roles of functions only"
  }
}

run "roles_that_lead_to_others_are_refused" {
  command = plan
  variables {
    grantable_roles = ["roles/datastore.user", "roles/owner"]
  }
  expect_failures = [var.grantable_roles]
}

run "github_is_known_by_its_number" {
  command = plan
  assert {
    condition     = google_iam_workload_identity_pool_provider.actions.attribute_condition == "assertion.repository_id == '4711' && (assertion.ref == 'refs/heads/main' || assertion.ref.startsWith('refs/tags/v'))"
    error_message = "any other repository or branch must get no token"
  }
  assert {
    condition     = endswith(google_service_account_iam_member.github.member, "/attribute.repository_id/4711") && google_iam_workload_identity_pool_provider.actions.attribute_mapping["attribute.repository_id"] == "assertion.repository_id"
    error_message = "the grant names the repository by its number"
  }
}

run "prod_is_delivered_by_an_approved_tag" {
  command = plan
  assert {
    condition     = keys(google_cloudbuild_trigger.build) == ["deliver"]
    error_message = "no branch is ever built in prod"
  }
  assert {
    condition     = one(one(google_cloudbuild_trigger.build["deliver"].repository_event_config).push).tag == "^v[0-9]+\\.[0-9]+\\.[0-9]+$" && one(one(google_cloudbuild_trigger.build["deliver"].repository_event_config).push).branch == null
    error_message = "a version tag, no branch"
  }
  assert {
    condition     = one(google_cloudbuild_trigger.build["deliver"].approval_config).approval_required && google_cloudbuild_trigger.build["deliver"].substitutions["_ENVIRONMENT"] == "prod" && google_cloudbuild_trigger.build["deliver"].substitutions["_STATE_BUCKET"] == "demo-terraform-state"
    error_message = "a person approves, and the build knows its environment and its state"
  }
  assert {
    condition     = alltrue([for trigger in google_cloudbuild_trigger.build : trigger.service_account != null && trigger.include_build_logs != null])
    error_message = "a build runs as its own account"
  }
}

run "dev_has_branches" {
  command = plan
  variables {
    environment = "dev"
    approval    = false
  }
  assert {
    condition     = toset(keys(google_cloudbuild_trigger.build)) == toset(["deliver", "branch-up", "branch-down"])
    error_message = "a branch gets its environment and loses it"
  }
  assert {
    condition     = one(one(google_cloudbuild_trigger.build["branch-up"].repository_event_config).push).invert_regex && one(one(google_cloudbuild_trigger.build["branch-up"].repository_event_config).push).branch == "^main$"
    error_message = "every branch but main goes up"
  }
  assert {
    condition     = !one(one(google_cloudbuild_trigger.build["branch-down"].repository_event_config).push).invert_regex && google_cloudbuild_trigger.build["branch-down"].substitutions["_ENVIRONMENT"] == "branch-down"
    error_message = "a push to main takes down what was merged"
  }
  assert {
    condition     = length(google_cloudbuild_trigger.build["deliver"].approval_config) == 0
    error_message = "dev follows main by itself"
  }
}

run "staging_has_no_branches" {
  command = plan
  variables {
    environment = "staging"
  }
  assert {
    condition     = keys(google_cloudbuild_trigger.build) == ["deliver"] && one(one(google_cloudbuild_trigger.build["deliver"].repository_event_config).push).branch == "^main$"
    error_message = "staging follows main"
  }
}

run "without_a_connection_there_are_no_triggers" {
  command = plan
  variables {
    repository = { owner = "example", name = "tiktoktoe", id = 4711 }
  }
  assert {
    condition     = length(google_cloudbuild_trigger.build) == 0
    error_message = "a trigger needs a linked repository"
  }
}

run "the_registry_agent_has_the_key" {
  command = plan
  variables {
    kms_key = "projects/demo/locations/europe-west1/keyRings/data/cryptoKeys/data"
  }
  assert {
    condition     = google_kms_crypto_key_iam_member.registry[0].member == "serviceAccount:service-42@gcp-sa-artifactregistry.iam.gserviceaccount.com" && google_artifact_registry_repository.docker["images"].kms_key_name == google_kms_crypto_key_iam_member.registry[0].crypto_key_id
    error_message = "without the grant the repository cannot be made"
  }
}

run "an_unknown_environment_is_refused" {
  command = plan
  variables {
    environment = "test"
  }
  expect_failures = [var.environment]
}
