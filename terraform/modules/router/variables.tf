variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Project number, part of every service's address."
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

variable "region" {
  description = "Region of the router and of the functions."
  type        = string
}

variable "image" {
  description = "nginx 1.26 or later, by digest, from a repository of this project."
  type        = string
}

variable "domain" {
  description = "Host that is mapped to the router, or null: it is only known by its own address."
  type        = string
  default     = null
}

variable "functions" {
  description = "The functions that serve HTTP, by name: their paths and their Cloud Run service."
  type        = map(object({ routes = list(string), service = string }))
}

variable "proxy" {
  description = "Which function passes calls on to other services, the DID that is not one of them, and whether it gets what nobody serves; null: none does."
  type        = object({ function = string, did = string, everything = optional(bool, false) })
  default     = null
}

variable "bucket_routes" {
  description = "Bucket name by the path that it is served under, which ends with a slash."
  type        = map(string)
}

variable "network" {
  description = "Network and subnet through which the router reaches the functions."
  type        = object({ network = string, subnet = string })
}

variable "max_instances" {
  description = "Most instances, each good for hundreds of requests at once."
  type        = number
  default     = 4
}

variable "protected" {
  description = "Refuse to delete the service."
  type        = bool
  default     = true
}
