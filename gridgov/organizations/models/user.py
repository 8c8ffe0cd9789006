"""Users and their roles (domain: roles of part 2 §7–§14). A role is always held in one organisation."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from ..querysets import UserQuerySet
from .organization import Department, Organization


class Role(models.TextChoices):
    """What a person does in an organisation; who may do what is asked of `permissions`, never of the role."""

    COMMITTEE = "committee", "标准化管理委员会"
    REPRESENTATIVE = "representative", "标准化管理者代表"
    OFFICE = "office", "标准化管理办公室"
    DEPARTMENT = "department", "业务（条块）部门"
    OFFICER = "officer", "专（兼）职标准化人员"
    REVIEWER = "reviewer", "审查人员"
    AUTHORIZER = "authorizer", "组织授权人"
    SUPERVISOR = "supervisor", "上级标准化主管部门"
    READER = "reader", "查阅人员"
    ADMINISTRATOR = "administrator", "系统管理员"


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users with a hashed password; names are kept as typed and compared without case."""

    def create_user(self, username: str, password: str | None = None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.named(username).get()


class User(AbstractBaseUser):
    """One person with an account of their own. `organization` is where the person works.

    `is_site_administrator` is the administrator of the installation: accounts and organisations,
    but no standard and no score (separation of duties, life cycle §5.1).
    """

    username = models.CharField(
        "用户名",
        max_length=40,
        validators=[
            RegexValidator(r"\A[\w.\-]{2,40}\Z", "用户名为 2 至 40 个汉字、字母、数字、点、横线或下划线。")
        ],
    )
    name = models.CharField("姓名", max_length=40)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="所在组织",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="所在部门",
    )
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True, help_text="填写后，到期提醒也会发到这个邮箱")
    is_site_administrator = models.BooleanField("全站管理员", default=False)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改密码", default=True)
    date_joined = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["organization__path", "username"]
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="organizations_user_username_unique",
                violation_error_message="已有这个用户名，请换一个。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:user", args=[self.pk])

    @cached_property
    def posts(self) -> tuple[tuple[int, str, str], ...]:
        """Organisation id, its path and the role of every assignment, read once per request."""
        return tuple(self.assignments.values_list("organization_id", "organization__path", "role"))

    @cached_property
    def held_roles(self) -> frozenset[tuple[int, str]]:
        """Pairs (organisation id, role)."""
        return frozenset((key, role) for key, _, role in self.posts)

    def has_role(self, organization: Organization | int, *roles: str) -> bool:
        """Whether the user holds one of `roles` in exactly this organisation."""
        key = getattr(organization, "pk", organization)
        return any((key, role) in self.held_roles for role in roles)

    def organizations_as(self, *roles: str) -> tuple[int, ...]:
        """Keys of the organisations in which the user holds one of `roles`."""
        return tuple(sorted({key for key, role in self.held_roles if role in roles}))

    @property
    def offices(self) -> tuple[int, ...]:
        """Keys of the organisations in whose 标准化管理办公室 the user works."""
        return self.organizations_as(Role.OFFICE)

    @property
    def scope(self) -> tuple[str, ...]:
        """Paths of the organisations whose subtree the user sees: sight goes down, never sideways or up."""
        if self.is_site_administrator:
            return ("/",)
        return tuple(sorted({path for _, path, _ in self.posts}))

    @property
    def administered_scope(self) -> tuple[str, ...]:
        """Paths of the organisations whose subtree the user administers."""
        if self.is_site_administrator:
            return ("/",)
        return tuple(sorted({path for _, path, role in self.posts if role == Role.ADMINISTRATOR}))


class RoleAssignment(models.Model):
    """A user holds a role in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("角色", max_length=20, choices=Role)

    class Meta:
        ordering = ["organization_id", "user_id", "role"]
        verbose_name = verbose_name_plural = "角色"
        constraints = [
            models.UniqueConstraint(
                name="organizations_roleassignment_unique",
                fields=["user", "organization", "role"],
                violation_error_message="该用户已有这个角色。",
            )
        ]

    def __str__(self):
        return f"{self.user}：{self.get_role_display()}"
