"""Addresses of logging in and of 系统管理; the trail's page, `events`, is added by gridgov.urls."""

from django.urls import path

from .views import departments, login, organizations, roles, users

app_name = "organizations"
urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", login.logout, name="logout"),
    path("password/", login.password, name="password"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/new/", organizations.organization_new, name="organization-new"),
    path("organizations/<int:pk>/", organizations.organization, name="organization"),
    path("organizations/<int:pk>/edit/", organizations.organization_edit, name="organization-edit"),
    path("organizations/<int:pk>/departments/new/", departments.department_new, name="department-new"),
    path("departments/<int:pk>/edit/", departments.department_edit, name="department-edit"),
    path("users/", users.users, name="users"),
    path("users/new/", users.user_new, name="user-new"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/edit/", users.user_edit, name="user-edit"),
    path("users/<int:pk>/password/", users.user_password, name="user-password"),
    path("users/<int:pk>/roles/", roles.roles, name="roles"),
    path("roles/<int:pk>/revoke/", roles.role_revoke, name="role-revoke"),
]
