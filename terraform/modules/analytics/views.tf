resource "google_bigquery_table" "view" {
  for_each            = { for file in fileset("${path.module}/views", "*.sql") : trimsuffix(file, ".sql") => file }
  project             = var.project
  dataset_id          = google_bigquery_dataset.analytics.dataset_id
  table_id            = each.key
  description         = trimprefix(split("\n", file("${path.module}/views/${each.value}"))[0], "-- ")
  deletion_protection = var.deletion_protection
  view {
    query          = templatefile("${path.module}/views/${each.value}", { events = "${var.project}.${google_bigquery_dataset.analytics.dataset_id}.${google_bigquery_table.events.table_id}", days = var.retention_days })
    use_legacy_sql = false
  }
}
