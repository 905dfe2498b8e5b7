mock_provider "google" {
  override_during = plan
  mock_data "google_bigquery_default_service_account" {
    defaults = { member = "serviceAccount:bq-42@bigquery-encryption.iam.gserviceaccount.com" }
  }
}

variables {
  project         = "demo"
  project_number  = "42"
  location        = "EU"
  topics          = { commits = { id = "projects/demo/topics/commits", name = "commits" } }
  storage_regions = ["europe-west1"]
}

run "no_text_of_a_person_is_kept" {
  command = plan
  assert {
    condition     = one(google_pubsub_subscription.events.bigquery_config).use_table_schema && one(google_pubsub_subscription.events.bigquery_config).drop_unknown_fields
    error_message = "the table's columns decide what is kept, all else is dropped"
  }
  assert {
    condition     = toset([for column in jsondecode(google_bigquery_table.events.schema) : column.name]) == toset(["subscription_name", "message_id", "publish_time", "attributes", "version", "type", "did", "time", "rev", "ops"])
    error_message = "a new column must be no personal text: change this list knowingly"
  }
  assert {
    condition     = toset(flatten([for column in jsondecode(google_bigquery_table.events.schema) : [for field in try(column.fields, []) : field.name]])) == toset(["action", "collection", "rkey"])
    error_message = "an operation is kept without its record"
  }
}

run "events_are_partitioned_and_expire" {
  command = plan
  assert {
    condition     = google_bigquery_table.events.require_partition_filter && google_bigquery_table.events.time_partitioning[0].field == "publish_time" && google_bigquery_table.events.time_partitioning[0].expiration_ms == 34560000000
    error_message = "a query names its days, and after 400 of them an event is gone"
  }
  assert {
    condition     = google_bigquery_table.events.deletion_protection && !google_bigquery_dataset.analytics.delete_contents_on_destroy
    error_message = "not deleted by accident"
  }
}

run "the_agent_may_write_this_table_only" {
  command = plan
  assert {
    condition     = google_bigquery_table_iam_member.writer.table_id == "events" && google_bigquery_table_iam_member.writer.member == "serviceAccount:service-42@gcp-sa-pubsub.iam.gserviceaccount.com"
    error_message = "Pub/Sub's agent writes the table"
  }
  assert {
    condition     = google_pubsub_topic_iam_member.dead.member == google_bigquery_table_iam_member.writer.member && google_pubsub_subscription_iam_member.source.member == google_bigquery_table_iam_member.writer.member && google_pubsub_subscription_iam_member.source.subscription == "analytics"
    error_message = "a dead letter needs the agent as publisher there and as subscriber here"
  }
}

run "what_cannot_be_written_is_not_lost" {
  command = plan
  assert {
    condition     = one(google_pubsub_subscription.events.dead_letter_policy).max_delivery_attempts == 10 && length(google_pubsub_subscription.events.retry_policy) == 1
    error_message = "a message that fits no column ends in the dead letter"
  }
  assert {
    condition     = alltrue([for subscription in [google_pubsub_subscription.events, google_pubsub_subscription.dead] : one(subscription.expiration_policy).ttl == ""])
    error_message = "an idle subscription must not be deleted"
  }
  assert {
    condition     = one(google_pubsub_topic.dead.message_storage_policy).allowed_persistence_regions == toset(["europe-west1"])
    error_message = "dead letters stay in the region"
  }
}

run "views_name_their_days" {
  command = plan
  assert {
    condition     = length(setsubtract(["operations", "daily_active_authors", "posts_per_day", "records_per_day", "new_accounts_per_day", "weekly_return"], keys(google_bigquery_table.view))) == 0
    error_message = "a view is missing"
  }
  assert {
    condition = alltrue([for view in google_bigquery_table.view : strcontains(one(view.view).query, "`demo.analytics.events`") &&
    strcontains(one(view.view).query, "publish_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 400 DAY)") && !one(view.view).use_legacy_sql])
    error_message = "without a filter on the partition every query of the view is refused"
  }
  assert {
    condition     = alltrue([for name, view in google_bigquery_table.view : length(view.description) > 10 && !startswith(view.description, "--")])
    error_message = "the first line of a view says what it is"
  }
}

run "a_key_is_granted_before_it_is_used" {
  command = plan
  variables {
    kms_key = "projects/demo/locations/europe/keyRings/data/cryptoKeys/data"
  }
  assert {
    condition     = google_kms_crypto_key_iam_member.bigquery[0].member == "serviceAccount:bq-42@bigquery-encryption.iam.gserviceaccount.com" && one(google_bigquery_dataset.analytics.default_encryption_configuration).kms_key_name == google_kms_crypto_key_iam_member.bigquery[0].crypto_key_id
    error_message = "BigQuery's agent needs the key of its data set"
  }
}

run "no_commits_is_refused" {
  command = plan
  variables {
    topics = { uploads = { id = "projects/demo/topics/uploads", name = "uploads" } }
  }
  expect_failures = [var.topics]
}

run "views_see_all_that_is_kept" {
  command = plan
  variables {
    retention_days = 500
  }
  expect_failures = [var.retention_days]
}
