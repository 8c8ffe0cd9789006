"""Access to verification: open to everybody, with or without an account, for whoever asks proves that he holds it."""

from tests import factories
from tests.access import Row

MAKERS = {}
OPEN = (200,) * 6


def pdf(world) -> dict:
    return {"file": factories.ContentFile(factories.PDF, name="报告.pdf")}


ROWS = [
    # Without a certificate there is none for anybody.
    Row("evaluation:signed-report", ("login", *(404,) * 5), lambda world: (world.locked_result.pk,)),
    Row("evaluation:report-word", ("login", 404, 403, 200, 200, 403), lambda world: (world.evaluation.pk,)),
    # A member of a panel who has not handed in sees nothing of the official sheet, whoever is outside even less.
    Row("evaluation:report-word", ("login", 404, 403, 403, 403, 403), lambda world: (world.panel.pk,)),
    Row("evaluation:report-word", ("login", 404, 403, 403, 403, 403), lambda world: (world.locked.pk,)),
    Row("evaluation:comparison", ("login", 404, 200, 200, 200, 200), lambda world: (world.locked_result.pk,)),
    Row("evaluation:verification", OPEN),
    Row("evaluation:verification", OPEN, query="?number=ZP-2026-1-01&code=0123456789abcdef"),
    Row("evaluation:verification-file", OPEN, method="post", data=pdf),
]
