"""Addresses of the standards app."""

app_name = "standards"
urlpatterns = []
