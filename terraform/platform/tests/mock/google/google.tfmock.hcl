# What Google would answer, as far as something is made from it.
mock_data "google_project" {
  defaults = {
    number = "123456789"
  }
}
mock_data "google_storage_project_service_account" {
  defaults = {
    member        = "serviceAccount:service-123456789@gs-project-accounts.iam.gserviceaccount.com"
    email_address = "service-123456789@gs-project-accounts.iam.gserviceaccount.com"
  }
}
mock_data "google_kms_crypto_key_version" {
  defaults = {
    public_key = [{ pem = "pem", algorithm = "EC_SIGN_P256_SHA256" }]
  }
}
mock_resource "google_service_account" {
  defaults = {
    email  = "account@product.iam.gserviceaccount.com"
    member = "serviceAccount:account@product.iam.gserviceaccount.com"
    name   = "projects/product/serviceAccounts/account@product.iam.gserviceaccount.com"
  }
}
mock_resource "google_cloud_run_v2_service" {
  defaults = {
    uri = "https://service-abcdefgh-ew.a.run.app"
  }
}
mock_resource "google_certificate_manager_dns_authorization" {
  defaults = {
    dns_resource_record = [{ name = "_acme-challenge.example.com.", type = "CNAME", data = "x.authorize.certificatemanager.goog." }]
  }
}
mock_resource "google_storage_bucket_object" {
  defaults = {
    generation = 7
  }
}
mock_resource "google_compute_security_policy" {
  defaults = {
    id = "projects/product/global/securityPolicies/policy"
  }
}
mock_resource "google_pubsub_topic" {
  defaults = {
    id = "projects/product/topics/topic"
  }
}
mock_resource "google_compute_backend_service" {
  defaults = {
    id = "projects/product/global/backendServices/service"
  }
}
mock_resource "google_compute_backend_bucket" {
  defaults = {
    id = "projects/product/global/backendBuckets/bucket"
  }
}
