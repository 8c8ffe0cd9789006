"""Opening pages of this app as somebody, and reading what stands on them."""

import html

from django.urls import reverse


def address(name, *args, query=""):
    return reverse(f"evaluation:{name}", args=args) + query


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def see(client, user, name, *args, query="") -> str:
    client.force_login(user)
    response = client.get(address(name, *args, query=query))
    assert response.status_code == 200
    return text_of(response)
