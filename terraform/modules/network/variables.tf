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

variable "subnets" {
  description = "Address range by region, /26 or larger: a service takes about two addresses an instance at its peak."
  type        = map(string)
  validation {
    condition     = alltrue([for range in var.subnets : can(cidrhost(range, 0)) && tonumber(split("/", range)[1]) <= 26])
    error_message = "subnets: ${join(", ", [for region, range in var.subnets : "${region} ${range}" if !can(cidrhost(range, 0)) || try(tonumber(split("/", range)[1]) > 26, true)])} is not a range of at least 64 addresses."
  }
}

variable "valkey" {
  description = "A cache in every region of `subnets`, or null. Nothing but a cache: losing it loses nothing."
  type = object({
    node_type = optional(string, "SHARED_CORE_NANO")
    replicas  = optional(number, 1)
  })
  default = null
}

variable "protected" {
  description = "Refuse to delete the caches."
  type        = bool
  default     = true
}
