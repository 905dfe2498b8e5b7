variable "project" {
  description = "Project id."
  type        = string
}

variable "suffix" {
  description = "What every name ends with; not empty only for the throw-away environment of a branch."
  type        = string
  default     = ""
}

variable "labels" {
  description = "Labels of everything that takes labels."
  type        = map(string)
  default     = {}
}

variable "function" {
  description = "The entry of the catalogue, with all defaults filled."
  type = object({
    name          = string
    class         = string
    packaging     = string
    kind          = string
    memory_mb     = number
    heap_mb       = optional(number)
    cpu           = number
    timeout_s     = number
    concurrency   = number
    min_instances = number
    max_instances = number
    firestore     = optional(string)
    publishes     = optional(set(string), [])
    buckets       = optional(map(string), {})
    secrets       = optional(set(string), [])
    rotates       = optional(set(string), [])
    signs_urls    = optional(bool, false)
    roles         = optional(set(string), [])
  })
}

variable "regions" {
  description = "Regions to run in."
  type        = set(string)
}

variable "balanced" {
  description = "A load balancer stands in front. Otherwise the functions that serve HTTP hear the network of the project only."
  type        = bool
  default     = true
}

variable "environment" {
  description = "Environment variables that every function gets."
  type        = map(string)
}

variable "push" {
  description = "Who pushes messages and for which audience; not read for functions that serve HTTP."
  type        = object({ email = string, member = string, audience = string })
}

variable "source_bundle" {
  description = "For packaging `source`: the zip, the bucket it goes to, who builds it and where the result is kept."
  type        = object({ path = string, bucket = string, build_account = string, repository = string })
}

variable "image" {
  description = "For packaging `image`: the image by digest that the service starts with. The pipeline changes it afterwards."
  type        = string
  default     = null
}

variable "attested" {
  description = "Only images that the project's Binary Authorization policy admits."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Refuse to delete the service."
  type        = bool
  default     = true
}

variable "keys" {
  description = "Key by region for images, or empty for Google's. A bundle is never encrypted with it: its build would need five agents more."
  type        = map(string)
  default     = {}
}

variable "subnets" {
  description = "Subnet by region for services from images, or empty: nothing private is needed."
  type        = map(object({ network = string, subnet = string }))
  default     = {}
}

variable "caches" {
  description = "Cache by region, or empty: where it is and who signed its certificate. Only services from images reach one, and only those that serve HTTP use it."
  type        = map(object({ url = string, authority = string }))
  default     = {}
}

variable "database" {
  description = "Path of the Firestore database, projects/…/databases/…."
  type        = string
}

variable "topics" {
  description = "Topics by their name in the catalogue."
  type        = map(object({ name = string }))
}

variable "buckets" {
  description = "Buckets by their name in the catalogue."
  type        = map(object({ name = string }))
}

variable "secrets" {
  description = "Secrets by their name in the catalogue."
  type        = map(object({ secret_id = string }))
}

variable "custom_roles" {
  description = "Full names of the project's own roles, by what follows `custom.` in the catalogue."
  type        = map(string)
  default     = {}
}

variable "telemetry_roles" {
  description = "What every function may do for its own traces and metrics, project wide."
  type        = set(string)
  default     = []
}
