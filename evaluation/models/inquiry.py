"""Questions to the verification page, counted by address so that nobody tries codes by the thousand."""

from django.db import models


class Inquiry(models.Model):
    """One question from one address. Kept only as long as it counts; it says nothing of what was asked."""

    address = models.GenericIPAddressField("地址")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "校验次数"
        indexes = [
            models.Index(fields=["address", "at"], name="evaluation_inquiry_recent"),
            models.Index(fields=["at"], name="evaluation_inquiry_old"),
        ]

    def __str__(self):
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"
