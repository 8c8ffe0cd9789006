from django.shortcuts import render


def organizations(request, pk=None):
    return render(request, 'workbench.html')


def organization_new(request, pk=None):
    return render(request, 'workbench.html')


def organization(request, pk=None):
    return render(request, 'workbench.html')


def organization_edit(request, pk=None):
    return render(request, 'workbench.html')

