from django.shortcuts import render


def users(request, pk=None):
    return render(request, 'workbench.html')


def user_new(request, pk=None):
    return render(request, 'workbench.html')


def user(request, pk=None):
    return render(request, 'workbench.html')


def user_edit(request, pk=None):
    return render(request, 'workbench.html')


def user_password(request, pk=None):
    return render(request, 'workbench.html')

