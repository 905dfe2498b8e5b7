variable "project" {
  description = "Project id."
  type        = string
}

variable "project_number" {
  description = "Project number; the balancer's service agent is named after it."
  type        = string
}

variable "labels" {
  description = "Labels of everything that takes labels."
  type        = map(string)
  default     = {}
}

variable "domain" {
  description = "The product's host, for example `example.com`; handles are hosts below it."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain: ${var.domain} is not a host name in small letters without a dot at the end."
  }
}

variable "functions" {
  description = "The functions that serve HTTP, by name: their paths, and their Cloud Run service by serving region."
  type        = map(object({ routes = list(string), services = map(string) }))
  validation {
    condition     = length(var.functions) > 0 && alltrue([for function in var.functions : length(function.services) > 0])
    error_message = "functions: every one needs a region that serves, ${join(", ", [for name, function in var.functions : name if length(function.services) == 0])} has none."
  }
}

variable "bucket_routes" {
  description = "Bucket name by the path that it is served under, which ends with a slash."
  type        = map(string)
}

variable "proxy" {
  description = "Which function passes calls on to other services, the DID that is not one of them, and whether it gets what nobody serves; null: none does."
  type        = object({ function = string, did = string, everything = optional(bool, false) })
  default     = null
}

variable "handle_path" {
  description = "The path that hosts below the domain answer, with whom an account's handle is proved."
  type        = string
  default     = "/.well-known/atproto-did"
}

variable "limits" {
  description = "Requests a minute of one address: of all kinds before it is refused and before it is shut out for ten minutes, and of sign-in and account methods."
  type        = object({ all = optional(number, 1200), ban = optional(number, 6000), accounts = optional(number, 60) })
  default     = {}
}

variable "waf_preview" {
  description = "Only log what the preconfigured rules would refuse. False after the log was read for a week or two."
  type        = bool
  default     = true
}

variable "log_sample" {
  description = "Share of requests that the balancer logs, 0 to 1; the functions log every one of theirs."
  type        = number
  default     = 0.1
}

variable "dns_logging" {
  description = "Log DNS queries."
  type        = bool
  default     = false
}
