variable "daily_users" {
  description = "People who open the app on a day."
  type        = number
}

variable "profile" {
  description = "small or prod, as in terraform/environments."
  type        = string
  validation {
    condition     = contains(["small", "prod"], var.profile)
    error_message = "profile: small or prod, not \"${var.profile}\"."
  }
}

variable "behaviour" {
  description = "What one of them does on a day. Assumptions, all of them: put in your own."
  type = object({
    sessions         = optional(number, 4)
    pages            = optional(number, 6)    # getTimeline of 30
    videos           = optional(number, 60)   # watched
    watched_s        = optional(number, 15)   # of each
    mbit_s           = optional(number, 1.5)  # of what is watched; renditions peak at 0.96 and 3.1
    sign_ins         = optional(number, 0.05) # by e-mail and password
    posts            = optional(number, 0.1)  # with a video of 30 s
    replies          = optional(number, 1)
    likes            = optional(number, 10)
    follows          = optional(number, 1)
    other_reads      = optional(number, 40) # documents for profiles, threads and lists
    other_requests   = optional(number, 10)
    followers        = optional(number, 100) # active ones that a post reaches
    months_kept      = optional(number, 6)   # age of the service, for what has been stored
    api_answer_kb    = optional(number, 15)  # mean
    record_kib       = optional(number, 3)   # a record with its views and indexes
    video_mb         = optional(number, 18)  # 30 s: blob, two renditions
    transcode_wall_s = optional(number, 60)
  })
  default = {}
}

variable "load" {
  description = "How well instances are used; grows with the number of users. Null: 0.3 and 0.15 up to 10,000 daily users, 0.9 and 0.03 above."
  type        = object({ cache_hits = number, instance_s_per_request = number })
  default     = null
}
