"""Access to 达标路径: whoever sees the organisation. A panel member of another one judges on the sheet instead."""

from tests.access import Row

MAKERS = {}
SEEN = ("login", 404, 200, 200, 404, 200)
LED_ON = ("login", 404, 302, 302, 404, 302)


def of_city(world):
    return (world.city.pk,)


ROWS = [
    Row("evaluation:gaps", SEEN, of_city),
    Row("evaluation:gaps", SEEN, of_city, query="?people=best&tick=A3-3-5"),
    Row("evaluation:gaps-simulate", SEEN, of_city, query="?tick=A3-3-5"),
    Row("evaluation:gaps-reach", LED_ON, of_city, query="?target=300"),
    Row("evaluation:gaps-most", LED_ON, of_city, query="?count=5&only=standard"),
    # A person without a role has no registry to look at.
    Row("evaluation:gaps-own", ("login", 302, 302, 302, 403, 302)),
]
