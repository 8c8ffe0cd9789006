"""The tree of the four sub-systems and the 指导层 (T/CSSG 001.3 chapters 4–7, T/CSSG 001.2 9.3.2).

All organisations share the rows of the edition; what one adds is a row of its own, what it leaves out a
`NodeRemoval` (T/CSSG 001.3 3.4.2). 650,000 villages must not mean 650,000 copies.
"""

from django.db import models

from gridgov.organizations.models import Level, Organization

from ..querysets import NodeQuerySet


class Node(models.Model):
    """One place of the tree. Standards are filed under leaves; `class_code` is that of its class, inherited.

    `code` is the clause number of part 3 without brackets (`5.2.2a`), the class code for classes (`TG202`),
    `ZD1`… for the 指导层. Nodes an organisation added carry that organisation.
    """

    class Kind(models.TextChoices):
        LAYER = "layer", "层"
        SUBSYSTEM = "subsystem", "分体系"
        CLASS = "class", "类"
        GROUP = "group", "组"
        LEAF = "leaf", "末级"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="own_nodes"
    )
    edition = models.CharField("版本", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级节点",
    )
    code = models.CharField("节点代号", max_length=20)
    kind = models.CharField("种类", max_length=10, choices=Kind)
    subsystem = models.CharField("分体系代号", max_length=2, db_index=True)
    class_code = models.CharField("体系分类代号", max_length=5, blank=True)
    clause = models.CharField("条款", max_length=30, blank=True)
    name = models.CharField("名称（第3部分）", max_length=80)
    name_part5 = models.CharField("名称（第5部分）", max_length=80, blank=True)
    scope = models.TextField("应规定的内容", blank=True)
    level = models.CharField("所属层级", max_length=10, choices=Level, blank=True)
    order = models.PositiveIntegerField("顺序")

    objects = NodeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = "体系节点"
        constraints = [
            models.UniqueConstraint(
                name="standards_node_code_unique",
                fields=["code"],
                condition=models.Q(organization=None),
            ),
            models.UniqueConstraint(
                name="standards_node_own_code_unique",
                fields=["organization", "code"],
                condition=~models.Q(organization=None),
                violation_error_message="本组织的体系中已有这个节点代号。",
            ),
            models.CheckConstraint(
                name="standards_node_subsystem_known",
                condition=models.Q(subsystem__in=["ZD", "JC", "TG", "GL", "GZ"]),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def is_leaf(self) -> bool:
        return self.kind == self.Kind.LEAF

    @property
    def filing_label(self) -> str:
        """How the form and the detail page name it: class, clause, name; once where they coincide."""
        parts = [self.class_code or self.subsystem, self.clause or self.code, self.name]
        return " ".join(dict.fromkeys(part for part in parts if part))


class NodeRemoval(models.Model):
    """An organisation does without a node of the shared tree, and says why (T/CSSG 001.3 3.4.2)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="node_removals")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="removals")
    reason = models.CharField("理由", max_length=200)

    class Meta:
        ordering = ["organization_id", "node__order"]
        verbose_name = verbose_name_plural = "删减的节点"
        constraints = [
            models.UniqueConstraint(
                name="standards_noderemoval_unique",
                fields=["organization", "node"],
                violation_error_message="这个节点已经删减。",
            )
        ]

    def __str__(self):
        return f"{self.organization} 不设 {self.node}"
