locals {
  registry = "${var.home_region}-docker.pkg.dev/${var.project}"

  accounts = {
    assembler   = "Builds source functions from their bundles, on behalf of Cloud Run functions."
    builder     = "Runs each build: verifies, builds, scans, attests."
    deployer    = "Moves traffic between revisions and looks at their health."
    provisioner = "Applies Terraform."
  }

  assembler_roles = ["roles/logging.logWriter"]
  builder_roles   = ["roles/containeranalysis.occurrences.editor", "roles/logging.logWriter", "roles/ondemandscanning.admin"]
  deployer_roles  = ["roles/logging.logWriter", "roles/monitoring.viewer"]

  # By service and without a primitive one; the grant of roles is separate and conditioned.
  provisioner_roles = [
    "roles/artifactregistry.admin",
    "roles/bigquery.admin",
    "roles/binaryauthorization.attestorsAdmin",
    "roles/binaryauthorization.policyEditor",
    "roles/certificatemanager.owner",
    "roles/cloudbuild.builds.editor",
    "roles/cloudfunctions.admin",
    "roles/cloudkms.admin",
    "roles/cloudscheduler.admin",
    "roles/compute.loadBalancerAdmin",
    "roles/compute.networkAdmin",
    "roles/compute.securityAdmin",
    "roles/containeranalysis.notes.editor",
    "roles/datastore.owner",
    "roles/dns.admin",
    "roles/essentialcontacts.admin",
    "roles/firebaserules.admin",
    "roles/iam.securityReviewer",
    "roles/iam.serviceAccountAdmin",
    # For the whole project: one apply makes a function's account and the function.
    "roles/iam.serviceAccountUser",
    "roles/iam.workloadIdentityPoolAdmin",
    "roles/logging.configWriter",
    "roles/memorystore.admin",
    "roles/monitoring.editor",
    "roles/networkconnectivity.consumerNetworkAdmin",
    "roles/pubsub.admin",
    "roles/run.admin",
    "roles/secretmanager.admin",
    "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ]

  project_roles = { for grant in concat(
    [for role in local.assembler_roles : { account = "assembler", role = role }],
    [for role in local.builder_roles : { account = "builder", role = role }],
    [for role in local.deployer_roles : { account = "deployer", role = role }],
    [for role in local.provisioner_roles : { account = "provisioner", role = role }],
  ) : "${grant.account} ${grant.role}" => grant }
}

resource "google_service_account" "pipeline" {
  for_each     = local.accounts
  project      = var.project
  account_id   = each.key
  display_name = each.value
}

resource "google_project_iam_member" "pipeline" {
  for_each = local.project_roles
  project  = var.project
  role     = each.value.role
  member   = google_service_account.pipeline[each.value.account].member
}

# It may grant what functions need and nothing else, so it can make nobody mightier, itself included.
resource "google_project_iam_member" "granting" {
  project = var.project
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = google_service_account.pipeline["provisioner"].member
  condition {
    title       = "roles of functions only"
    description = "Other grants are applied by a person."
    expression  = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${join(", ", [for role in sort(var.grantable_roles) : "'${replace(role, "/^custom[.]/", "projects/${var.project}/roles/")}'"])}])"
  }
}

# A build runs as builder and takes the other two's place for the steps that need it.
resource "google_service_account_iam_member" "steps" {
  for_each           = toset(["deployer", "provisioner"])
  service_account_id = google_service_account.pipeline[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.pipeline["builder"].member
}

resource "google_artifact_registry_repository_iam_member" "write" {
  for_each   = { images = "builder", functions = "assembler" }
  project    = var.project
  location   = var.home_region
  repository = google_artifact_registry_repository.docker[each.key].name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.pipeline[each.value].member
}

resource "google_artifact_registry_repository_iam_member" "read" {
  project    = var.project
  location   = var.home_region
  repository = google_artifact_registry_repository.docker["images"].name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.pipeline["deployer"].member
}

resource "google_storage_bucket_iam_member" "bundles" {
  for_each = { builder = "roles/storage.objectUser", assembler = "roles/storage.objectViewer" }
  bucket   = var.bundle_bucket
  role     = each.value
  member   = google_service_account.pipeline[each.key].member
}

resource "google_storage_bucket_iam_member" "state" {
  bucket = var.state_bucket
  role   = "roles/storage.objectUser"
  member = google_service_account.pipeline["provisioner"].member
}

resource "google_kms_crypto_key_iam_member" "sign" {
  crypto_key_id = google_kms_crypto_key.attest.id
  role          = "roles/cloudkms.signerVerifier"
  member        = google_service_account.pipeline["builder"].member
}

resource "google_container_analysis_note_iam_member" "attach" {
  project = var.project
  note    = google_container_analysis_note.built.name
  role    = "roles/containeranalysis.notes.attacher"
  member  = google_service_account.pipeline["builder"].member
}

resource "google_binary_authorization_attestor_iam_member" "view" {
  project  = var.project
  attestor = google_binary_authorization_attestor.pipeline.name
  role     = "roles/binaryauthorization.attestorsViewer"
  member   = google_service_account.pipeline["builder"].member
}

resource "google_cloud_run_v2_service_iam_member" "deploy" {
  for_each = var.services
  project  = var.project
  location = each.value.location
  name     = each.value.name
  role     = "roles/run.developer"
  member   = google_service_account.pipeline["deployer"].member
}

# A revision runs as its function's account; whoever makes one must be allowed to act as that account, one by one.
resource "google_service_account_iam_member" "act_as" {
  for_each           = var.services
  service_account_id = "projects/${var.project}/serviceAccounts/${each.value.service_account}"
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.pipeline["deployer"].member
}
