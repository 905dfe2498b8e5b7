terraform {
  required_version = ">= 1.11"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 8.0"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 6.50, < 8.0"
    }
  }
  # -backend-config=bucket=…
  backend "gcs" {
    prefix = "prod"
  }
}

provider "google" {
  project = var.site.project
}

provider "google-beta" {
  project = var.site.project
}
