variables {
  daily_users = 1000
  profile     = "prod"
}

run "documents_follow_from_what_tests_assert" {
  command = plan
  variables {
    behaviour = { pages = 1, sessions = 0, sign_ins = 0, posts = 0, replies = 0, likes = 1, follows = 0, other_reads = 0 }
    load      = { cache_hits = 0, instance_s_per_request = 0.1 }
  }
  assert {
    condition     = output.documents == { reads = 34 + 3 + 11, writes = 1 + 11, deletes = 2 }
    error_message = "a cold page is 34 reads, a refresh 3 and 1, a like with all that follows 11 and 11: ${jsonencode(output.documents)}"
  }
}

run "kept_posts_make_a_page_cheap" {
  command = plan
  variables {
    behaviour = { pages = 1, sessions = 0, sign_ins = 0, posts = 0, replies = 0, likes = 0, follows = 0, other_reads = 0 }
    load      = { cache_hits = 1, instance_s_per_request = 0.1 }
  }
  assert {
    condition     = output.documents.reads == 4 + 3
    error_message = "when every post is kept a page reads four documents"
  }
}

run "tiers_of_the_cache_add_up" {
  command = plan
  variables {
    daily_users = 100000
  }
  # 506.25 TB: 10 at 80 dollars, 140 at 55, the rest at 30; a fiftieth filled from the bucket; 1,800 million look-ups.
  assert {
    condition     = abs(output.month.videos_sent - (10 * 80 + 140 * 55 + 356.25 * 30 + 506.25 * 1000 * 0.02 * 0.01 + 1800 * 0.75)) < 1
    error_message = "videos: ${output.month.videos_sent}"
  }
}

run "nobody_costs_next_to_nothing" {
  command = plan
  variables {
    daily_users = 0
    profile     = "small"
  }
  assert {
    condition     = alltrue([for name, dollars in output.month : dollars < 1 || name == "alerts"])
    error_message = "idle small: ${jsonencode(output.month)}"
  }
}

run "an_unknown_profile_is_refused" {
  command = plan
  variables {
    profile = "large"
  }
  expect_failures = [var.profile]
}

run "readme_small_idle" {
  command = plan
  variables {
    daily_users = 0
    profile     = "small"
  }
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}

run "readme_prod_idle" {
  command = plan
  variables {
    daily_users = 0
  }
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}

run "readme_small_1000" {
  command = plan
  variables {
    profile = "small"
  }
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}

run "readme_prod_1000" {
  command = plan
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}

run "readme_small_100000" {
  command = plan
  variables {
    daily_users = 100000
    profile     = "small"
  }
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}

run "readme_prod_100000" {
  command = plan
  variables {
    daily_users = 100000
  }
  assert {
    condition     = strcontains(file("../README.md"), output.row)
    error_message = "terraform/README.md should say ${output.row}"
  }
}
