# One key where Firestore, the buckets and the topics are, one in every region that holds secrets or runs services. Keys and
# rings live as long as the data: losing a key is losing what it encrypts.
locals {
  key_locations = var.encrypted ? setunion([var.locations.kms], var.locations.regions, var.key_regions) : []
  # Written out rather than asked for: whether there is a key must be known before there is one.
  keys     = { for location in local.key_locations : location => "projects/${var.project}/locations/${location}/keyRings/tiktoktoe/cryptoKeys/data" }
  data_key = lookup(local.keys, var.locations.kms, null)

  key_users = var.encrypted ? merge(
    { for agent in ["firestore", "pubsub", "storage"] : "${var.locations.kms}/${agent}" => { location = var.locations.kms, member = var.agents[agent] } },
    { for region in var.locations.regions : "${region}/secretmanager" => { location = region, member = var.agents.secretmanager } },
    { for region in setunion(var.locations.regions, var.key_regions) : "${region}/run" => { location = region, member = var.agents.run } },
  ) : {}
}

resource "google_kms_key_ring" "data" {
  for_each = local.key_locations
  project  = var.project
  name     = "tiktoktoe"
  location = each.value
}

resource "google_kms_crypto_key" "data" {
  for_each                   = local.key_locations
  name                       = "data"
  key_ring                   = google_kms_key_ring.data[each.value].id
  purpose                    = "ENCRYPT_DECRYPT"
  rotation_period            = "7776000s" # 90 days
  destroy_scheduled_duration = "2592000s" # 30 days to think again
  labels                     = var.labels
  version_template {
    algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
    protection_level = "SOFTWARE"
  }
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_kms_crypto_key_iam_member" "user" {
  for_each      = local.key_users
  crypto_key_id = google_kms_crypto_key.data[each.value.location].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = each.value.member
}
