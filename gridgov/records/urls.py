"""Address of the trail; the site puts it into the namespace `organizations` of 系统管理."""

from django.urls import path

from . import views

urlpatterns = [path("events/", views.events, name="events")]
