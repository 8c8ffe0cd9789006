"""Events (T/CSSG 001.2 §14: 完整的工作记录) and attachments. Both are written once and never changed."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import OwnedQuerySet

from .querysets import EventQuerySet


class AppendOnly(models.Model):
    """A row that is written once. The database refuses the rest too: see `triggers`."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(f"{type(self).__name__} is append-only")


class Verb(models.TextChoices):
    """What was done; general words, so that every app finds its own here."""

    CREATE = "create", "新增"
    CHANGE = "change", "修改"
    CORRECT = "correct", "更正"
    DELETE = "delete", "删除"
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "废止"
    REPLACE = "replace", "代替"
    PLAN = "plan", "列入计划"
    APPROVE_PLAN = "approve_plan", "批准计划"
    COLLECT = "collect", "收集信息"
    START = "start", "开始起草"
    SUBMIT = "submit", "送审"
    SEND = "send", "发出意见表"
    SIGN = "sign", "签署意见"
    RECALL = "recall", "收回意见表"
    HANDLE = "handle", "处理意见"
    RETURN = "return", "退回"
    FINALIZE = "finalize", "定稿报批"
    APPROVE = "approve", "批准"
    DECLINE = "decline", "不予批准"
    ABANDON = "abandon", "终止"
    REVIEW = "review", "发起复审"
    CONFIRM = "confirm", "复审确认"
    CONCLUDE = "conclude", "作出结论"
    REQUEST = "request", "提出申请"
    AMEND = "amend", "修改标准"
    REVISE = "revise", "修订立项"
    MOVE = "move", "调整分类"
    ALIAS = "alias", "登记曾用编号"
    IDENTIFY = "identify", "识别"
    ADOPT = "adopt", "采用"
    CITE = "cite", "登记引用"
    CHECK = "check", "查新"
    IMPORT = "import", "导入"
    UNDO = "undo", "撤销导入"
    DELIBERATE = "deliberate", "审议"
    ISSUE = "issue", "发布体系版本"
    RENDER_DOCUMENT = "render_document", "生成文件"
    ASSIGN = "assign", "派发"
    RECTIFY = "rectify", "整改"
    REPORT = "report", "反馈"
    VERIFY = "verify", "验证"
    CLOSE = "close", "关闭"
    LEND = "lend", "提供资料"
    REMIND = "remind", "提醒"
    LINK = "link", "挂接要求"
    ATTACH = "attach", "上传附件"
    DETACH = "detach", "移除附件"
    DOWNLOAD = "download", "下载"
    EXPORT = "export", "导出"
    APPLY = "apply", "申请评估"
    ACCEPT = "accept", "受理"
    OPEN = "open", "开始评价"
    RECUSE = "recuse", "回避"
    ABSENT = "absent", "缺席"
    SAMPLE = "sample", "抽样"
    HOLD = "hold", "现场步骤"
    HAND_IN = "hand_in", "提交底稿"
    RULE = "rule", "合议裁定"
    COUNTERSIGN = "countersign", "结果签字"
    NOTIFY = "notify", "通报"
    ESCALATE = "escalate", "上报"
    COMPLAIN = "complain", "申诉投诉"
    LOCK = "lock", "锁定"
    REOPEN = "reopen", "重开"
    RENDER = "render", "生成报告"
    LOGIN = "login", "登录"
    LOGOUT = "logout", "退出"
    LOGIN_FAILED = "login_failed", "登录失败"
    PASSWORD = "password", "修改密码"
    GRANT = "grant", "授予角色"
    REVOKE = "revoke", "撤销角色"


class Event(AppendOnly):
    """Who did what, when, to what, before → after.

    `changes` maps a field's Chinese name to `[before, after]`; `actor_name` and `target_label` are kept as
    they were, whatever becomes of the rows they name.
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="人员"
    )
    actor_name = models.CharField("人员", max_length=60, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, verbose_name="组织"
    )
    verb = models.CharField("动作", max_length=20, choices=Verb)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    target_label = models.CharField("对象", max_length=200, blank=True)
    changes = models.JSONField("改前 → 改后", default=dict, blank=True)
    reason = models.TextField("理由", blank=True)
    address = models.GenericIPAddressField("地址", null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "记录"
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="records_event_target"),
            models.Index(fields=["organization", "-id"], name="records_event_organization"),
        ]
        constraints = [
            models.CheckConstraint(name="records_event_verb_known", condition=models.Q(verb__in=Verb.values))
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_verb_display()} {self.target_label}"


def attachment_storage():
    """The storage of attachments: a folder, or an S3-compatible store by Django's setting."""
    return storages["default"]


class Attachment(AppendOnly):
    """A file as somebody handed it in. The bytes lie once under their SHA-256, whoever has the same file."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    media_type = models.CharField("类型", max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.CheckConstraint(
                name="records_attachment_sha256_form", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            )
        ]

    def __str__(self):
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the bytes lie: two levels, so that no folder holds a million files."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def open(self):
        """The stored bytes as a file open for reading."""
        return attachment_storage().open(self.storage_name)


class Reminder(models.Model):
    """Somebody was told of something by mail: once per occasion (`gridgov.tasks`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("事项", max_length=120)
    occasion = models.SmallIntegerField("到期前几天")
    sent_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "已发的提醒"
        constraints = [
            models.UniqueConstraint(name="records_reminder_once", fields=["user", "key", "occasion"])
        ]

    def __str__(self):
        return f"{self.user} {self.key}"
