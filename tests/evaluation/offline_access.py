"""Access to working without a network."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.services.photos import add_photo
from tests.access import Row

JPEG = b"\xff\xd8\xff\xe0 jpeg"


def make_photo(world):
    """A photo on the common sheet of a self-evaluation."""
    place = {"actor": world.office, "sheet": world.evaluation.official, "target": "A1-1-1", "uuid": uuid4()}
    return add_photo(**place, file=ContentFile(JPEG, name="photo.jpg"))


def make_panel_photo(world):
    """A photo on the private sheet of the panel member of the cast."""
    world.panel  # noqa: B018  made first: it brings the participant
    sheet = world.panel_participant.sheet
    place = {"actor": world.panel_member, "sheet": sheet, "target": "A1-1-1", "uuid": uuid4()}
    return add_photo(**place, file=ContentFile(JPEG, name="photo.jpg"))


def sent(world) -> dict:
    file = SimpleUploadedFile("photo.jpg", JPEG, "image/jpeg")
    return {"uuid": str(uuid4()), "target": "A1-1-1", "caption": "现场", "file": file}


def of_panel(world):
    return (world.panel.pk,)


def of_evaluation(world):
    return (world.evaluation.pk,)


MAKERS = {"photo": make_photo, "panel_photo": make_panel_photo}
ROWS = [
    Row("evaluation:photo-add", ("login", 404, 403, 200, 200, 403), of_evaluation, "post", sent),
    Row("evaluation:photo-add", ("login", 404, 403, 403, 200, 403), of_panel, "post", sent),
    Row(
        "evaluation:photo",
        ("login", 404, 200, 200, 200, 200),
        lambda world: (world.evaluation.pk, world.photo.pk),
    ),
    # Before the lock a member's sheet is invisible to everybody else, its photos too.
    Row(
        "evaluation:photo",
        ("login", 404, 404, 404, 200, 404),
        lambda world: (world.panel_photo.sheet.evaluation_id, world.panel_photo.pk),
    ),
    Row("evaluation:unsent-upload", ("login", 404, 403, 200, 200, 403), of_evaluation),
    Row("evaluation:unsent-upload", ("login", 404, 403, 403, 200, 403), of_panel),
    # Without a file the form comes back.
    Row("evaluation:unsent-upload", ("login", 404, 403, 200, 200, 403), of_evaluation, "post"),
    Row("evaluation:service-worker", (200,) * 6),
]
