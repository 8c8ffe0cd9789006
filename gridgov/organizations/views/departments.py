from django.shortcuts import render


def department_new(request, pk=None):
    return render(request, 'workbench.html')


def department_edit(request, pk=None):
    return render(request, 'workbench.html')

