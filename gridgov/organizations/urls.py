"""Addresses of logging in and of 系统管理."""

app_name = "organizations"
urlpatterns = []
