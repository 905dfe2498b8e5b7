# The function's own account and all that it may do. Nothing else is granted to it anywhere, but for building on
# its behalf and, to `budget`, for stopping services.
resource "google_service_account" "this" {
  project      = var.project
  account_id   = "fn-${var.function.name}${var.suffix}"
  display_name = "Function ${var.function.name}"
}

locals {
  cache_roles   = length(local.caches) > 0 ? ["memorystore.dbConnectionUser"] : []
  project_roles = setunion(var.function.roles, var.telemetry_roles, local.cache_roles)
}

resource "google_project_iam_member" "role" {
  for_each = local.project_roles
  project  = var.project
  role     = startswith(each.value, "custom.") ? var.custom_roles[trimprefix(each.value, "custom.")] : "roles/${each.value}"
  member   = google_service_account.this.member
}

# Firestore has no grants on less than the project; the condition narrows it to the one database.
resource "google_project_iam_member" "firestore" {
  for_each = toset(var.function.firestore[*])
  project  = var.project
  role     = each.value == "write" ? "roles/datastore.user" : "roles/datastore.viewer"
  member   = google_service_account.this.member
  condition {
    title      = "database"
    expression = "resource.name == \"${var.database}\""
  }
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.function.publishes
  project  = var.project
  topic    = var.topics[each.value].name
  role     = "roles/pubsub.publisher"
  member   = google_service_account.this.member
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = var.function.buckets
  bucket   = var.buckets[each.key].name
  role     = each.value == "write" ? "roles/storage.objectUser" : "roles/storage.objectViewer"
  member   = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = var.function.secrets
  project   = var.project
  secret_id = var.secrets[each.value].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "rotator" {
  for_each  = var.function.rotates
  project   = var.project
  secret_id = var.secrets[each.value].secret_id
  role      = "roles/secretmanager.secretVersionManager"
  member    = google_service_account.this.member
}

# Signed URLs and custom tokens of Firebase without a key: the account signs as itself.
resource "google_service_account_iam_member" "signer" {
  count              = var.function.signs_urls ? 1 : 0
  service_account_id = google_service_account.this.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.this.member
}
