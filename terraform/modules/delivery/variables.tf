variable "project" {
  description = "Project id."
  type        = string
}

variable "environment" {
  description = "Which environment this project is. `prod` is delivered by tags and with approval, `dev` also has the environments of feature branches."
  type        = string
  validation {
    condition     = contains(["dev", "staging", "prod", "small"], var.environment)
    error_message = "environment: dev, staging, prod or small, not \"${var.environment}\"."
  }
}

variable "home_region" {
  description = "Region of images, builds and triggers."
  type        = string
}

variable "repository" {
  description = "The source on GitHub. `id` is the number that GitHub gave it (a name can be taken over by another). `connection` is the id of the repository as linked to Cloud Build (projects/…/connections/…/repositories/…); null: no triggers yet."
  type = object({
    owner      = string
    name       = string
    id         = number
    branch     = optional(string, "main")
    connection = optional(string)
  })
}

variable "services" {
  description = "Every deployed function, by its name in the catalogue."
  type = map(object({
    name            = string
    location        = string
    uri             = string
    kind            = string
    service_account = string
    packaging       = string
  }))
}

variable "state_bucket" {
  description = "Name of the bucket of Terraform's state, made before Terraform, see terraform/README.md."
  type        = string
}

variable "bundle_bucket" {
  description = "Name of the bucket that holds the functions' bundles."
  type        = string
}

variable "kms_key" {
  description = "Key of the image repository, or null for Google's. Artifact Registry's service agent gets it here."
  type        = string
  default     = null
}

variable "attest_key_ring" {
  description = "Id of the key ring that gets the signing key of attestations."
  type        = string
}

variable "enforce_attestation" {
  description = "Block images without an attestation; false only logs them (a new project, until the first attested image is deployed)."
  type        = bool
  default     = true
}

variable "grantable_roles" {
  description = "Roles that the pipeline's Terraform may grant on the project: those of the catalogue's functions; `custom.` stands for the project's own. This list it cannot widen, a person applies such a change."
  type        = set(string)
  default = [
    "custom.cdnPurger",
    "roles/bigquery.jobUser",
    "roles/cloudtrace.agent",
    "roles/datastore.user",
    "roles/datastore.viewer",
    "roles/firebaseauth.viewer",
    "roles/firebasecloudmessaging.admin",
    "roles/logging.logWriter",
    "roles/logging.viewer",
    "roles/monitoring.metricWriter",
    "roles/run.viewer",
    "roles/telemetry.tracesWriter",
  ]
  validation {
    condition     = length(setintersection(var.grantable_roles, ["roles/owner", "roles/editor", "roles/viewer", "roles/resourcemanager.projectIamAdmin", "roles/iam.securityAdmin", "roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"])) == 0
    error_message = "grantable_roles: no primitive role and none that leads to others."
  }
}

variable "approval" {
  description = "A person must approve each delivery."
  type        = bool
  default     = true
}
