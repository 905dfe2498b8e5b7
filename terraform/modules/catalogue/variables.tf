variable "yaml" {
  description = "Text of functions/catalogue.yaml."
  type        = string
}

variable "suffix" {
  description = "What every name in the cloud ends with; it shortens the names that fit."
  type        = string
  default     = ""
}
