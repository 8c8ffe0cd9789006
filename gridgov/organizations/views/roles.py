from django.shortcuts import render


def roles(request, pk=None):
    return render(request, 'workbench.html')

