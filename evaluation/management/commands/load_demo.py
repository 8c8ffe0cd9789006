"""`manage.py load_demo`: load the demo and print its accounts; again only prints them."""

import unicodedata
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from evaluation.demo.loading import DemoAccounts, load_demo
from gridgov.errors import GridgovError
from gridgov.organizations.models import User

HEADER = ("用户名", "姓名", "组织", "角色")


class Command(BaseCommand):
    help = "载入演示数据和演示账号（不要用于正式系统）；再次运行只显示账号"

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="把这一天当作今天，默认是今天")

    def handle(self, *, today=None, **options):
        if options["verbosity"]:
            self.say("正在载入演示数据 …")
        try:
            accounts = load_demo(today)
        except GridgovError as error:
            raise CommandError(error.message) from error
        if options["verbosity"]:
            self.show(accounts)

    def say(self, sentence: str):
        self.stdout.write(sentence)
        self.stdout.flush()

    def show(self, accounts: DemoAccounts):
        self.say("演示账号（仅供演示）：")
        for line in table([HEADER, *map(row_of, accounts.users)]):
            self.say(line)
        self.say(f"演示账号的密码都是 {accounts.password}")


def row_of(user: User) -> tuple[str, str, str, str]:
    """Username, name, organisation and what the account is for."""
    roles = "、".join(assignment.get_role_display() for assignment in user.assignments.all())
    if user.is_site_administrator:
        roles = "全站管理员"
    return user.username, user.name, str(user.organization or "—"), roles or "评价人员（没有角色）"


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines with columns under each other where Chinese characters are two wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
