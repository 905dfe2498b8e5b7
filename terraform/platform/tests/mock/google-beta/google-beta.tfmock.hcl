mock_resource "google_project_service_identity" {
  defaults = {
    email  = "service-123456789@agent.iam.gserviceaccount.com"
    member = "serviceAccount:service-123456789@agent.iam.gserviceaccount.com"
  }
}
