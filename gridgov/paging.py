"""Twenty rows a page, as every list of the site."""

from django.core.paginator import Page, Paginator

ROWS_A_PAGE = 20


def page_of(request, rows) -> Page:
    """The page that `?page=` asks for; a number out of range gives the nearest page there is."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
