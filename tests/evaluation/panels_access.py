"""Access to the 专家库, to forming a panel and to its grades."""

from evaluation.models import Expert
from tests import factories
from tests.access import Row

# Statuses: anonymous, stranger, reader, office (of the organiser), panel_member, administrator.
FORMING = ("login", 404, 403, 200, 403, 403)
FORMED = ("login", 404, 403, 302, 403, 403)
KEEPING = ("login", 404, 403, 200, 404, 403)


def make_expert_of_city(world) -> Expert:
    return Expert.objects.create(
        organization=world.city,
        name="周立言",
        side="standardization",
        fields="服务标准化",
        employer="标准化研究院",
    )


def make_free_user(world):
    return factories.make_user("freeexpert")


def of_panel(world):
    return (world.panel.pk,)


def of_second(world):
    return world.panel.pk, world.panel.participants.get(user__username="panel2").pk


def of_expert(world):
    return (world.pool_expert.pk,)


MAKERS = {"pool_expert": make_expert_of_city, "free_user": make_free_user}
EXPERT = {"name": "吴晓峰", "side": "trade", "fields": "网格化治理", "employer": "第二大学"}
ROWS = [
    Row("evaluation:experts", ("login", 200, 200, 200, 403, 200)),
    Row("evaluation:expert-new", ("login", 200, 403, 200, 403, 403)),
    Row(
        "evaluation:expert-new",
        # Each office into its own pool.
        ("login", 302, 403, 302, 403, 403),
        method="post",
        data=lambda world: EXPERT,
    ),
    Row("evaluation:expert", ("login", 404, 200, 200, 404, 200), of_expert),
    Row("evaluation:expert-edit", KEEPING, of_expert),
    Row("evaluation:expert-edit", (*KEEPING[:3], 302, 404, 403), of_expert, "post", lambda world: EXPERT),
    Row("evaluation:expert-remove", KEEPING, of_expert),
    Row(
        "evaluation:expert-remove",
        (*KEEPING[:3], 302, 404, 403),
        of_expert,
        "post",
        lambda world: {"reason": "退休"},
    ),
    Row("evaluation:panel", ("login", 404, 403, 200, 200, 403), of_panel),
    Row("evaluation:panel-appoint", FORMING, of_panel),
    Row(
        "evaluation:panel-appoint",
        FORMED,
        of_panel,
        "post",
        lambda world: {
            "username": world.free_user.username,
            "employer": "第六大学",
            "side": "trade",
            "duty": "member",
        },
    ),
    Row("evaluation:panel-assign", FORMING, of_panel),
    Row("evaluation:panel-assign", FORMED, of_panel, "post"),
    Row("evaluation:panel-size", FORMING, of_panel),
    Row("evaluation:panel-size", FORMED, of_panel, "post", lambda world: {"reason": "两人另有任务"}),
    Row("evaluation:panel-declare", ("login", 404, 403, 403, 200, 403), of_panel),
    Row("evaluation:panel-declare", ("login", 404, 403, 403, 302, 403), of_panel, "post"),
    Row("evaluation:panel-leader", FORMED, of_second, "post"),
    Row("evaluation:panel-recuse", FORMING, of_second),
    Row("evaluation:panel-recuse", FORMED, of_second, "post", lambda world: {"reason": "亲属任职"}),
    Row("evaluation:panel-absent", FORMING, of_second),
    Row("evaluation:panel-absent", FORMED, of_second, "post", lambda world: {"reason": "住院"}),
    Row("evaluation:panel-present", FORMED, of_second, "post"),
    Row("evaluation:panel-dismiss", FORMED, of_second, "post"),
    Row("evaluation:panel-confirm", FORMED, of_second, "post"),
    Row("evaluation:grades", FORMING, of_panel),
    Row("evaluation:grades", FORMED, of_panel, "post", lambda world: {"name_0": "优秀", "from_0": "450"}),
    # A panel's people are not those of a self-evaluation.
    Row("evaluation:participants", ("login", 404, 403, 403, 403, 403), of_panel),
]
