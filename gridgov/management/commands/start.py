"""python3 manage.py start: set up the data folder and serve the site."""

import errno
import hashlib
import os
import signal
import socket
import threading

import waitress
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from gridgov.bootstrap import exclusive
from gridgov.organizations.services import create_first_administrator
from gridgov.system_packages import missing_packages, missing_sentence
from gridgov.tasks.daily import keep_reminding

REFUSALS = {
    errno.EADDRINUSE: "它已被其他程序（或另一个 start）占用，请用 --port 换一个，例如 --port 8001",
    errno.EACCES: "普通用户不能使用 1024 以下的端口，请用 --port 换一个，例如 --port 8001",
    errno.EADDRNOTAVAIL: "本机没有这个地址，请用 --host 换一个，例如 --host 0.0.0.0",
}


class Command(BaseCommand):
    """Every step can be repeated: what is already there is left as it is."""

    # What the checks say of missing system libraries is said here in one sentence.
    requires_system_checks = []
    help = "建立数据文件夹、数据库和基础数据，并启动网站"

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="载入演示数据和演示账号（不要用于正式系统）")
        parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认 127.0.0.1，即仅限本机访问")
        parser.add_argument("--port", type=int, default=8000, help="监听的端口，默认 8000")
        parser.add_argument("--no-serve", action="store_true", help="只做准备，不启动网站")

    def handle(self, *, demo, host, port, no_serve, **options):
        try:
            # Taking the port first: nobody should wait for the set-up to learn that it is taken.
            listener = None if no_serve else listen(host, port)
            with exclusive(settings.DATA_DIR / "start.lock"):
                self.set_up(demo)
            if listener:
                self.serve(listener)
        except KeyboardInterrupt:
            self.say("已停止。")

    def say(self, sentence):
        """Print a line at once, also where the output is a pipe."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def set_up(self, demo):
        """Bring database, basic data, accounts and static files up to date."""
        if missing := missing_packages():
            self.say(missing_sentence(missing))
        self.migrate()
        self.say("正在核对体系表和评分表 …")
        call_command("load_tree", verbosity=0)
        call_command("load_scorecard", verbosity=0)
        self.collect_static()
        call_command("make_fonts", stdout=self.stdout)
        if demo:
            call_command("load_demo", stdout=self.stdout)
        else:
            self.create_administrator()

    def migrate(self):
        """Apply what migrations are not yet applied; raise CommandError where no database answers."""
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"连不上数据库（{reason}）。请检查 DATABASE_URL，并确认数据库已启动。"
            ) from error
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("正在更新数据库结构 …")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static(self):
        """Collect the static files when any of them, or the way they are stored, has changed."""
        record = settings.DATA_DIR / "static.sha256"
        signature = static_signature()
        current = record.read_text("ascii") if record.is_file() and settings.STATIC_ROOT.is_dir() else ""
        if current == signature:
            return
        self.say("正在整理静态文件 …")
        call_command("collectstatic", interactive=False, verbosity=0)
        record.write_text(signature, "ascii")

    def create_administrator(self):
        """Make the first administrator where there is no user yet, and show the password this once.

        A folder that holds the demo is refused: its accounts have one password that many people know.
        """
        if (settings.DATA_DIR / settings.DEMO_PASSWORD_FILE).exists():
            raise CommandError(
                f"数据文件夹 {settings.DATA_DIR} 里是演示数据和演示账号，不能用于正式系统。"
                "继续看演示请加 --demo；正式使用请用 GRIDGOV_DATA 指定一个新的文件夹。"
            )
        if password := create_first_administrator():
            self.say(f"已建立管理员账号 admin，初始密码 {password}")
            self.say("密码只显示这一次，请记下；首次登录时须修改。")

    def serve(self, listener):
        """Answer requests until Ctrl-C or SIGTERM; requests being answered then may finish."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server = waitress.create_server(get_internal_wsgi_application(), sockets=[listener], threads=8)
        self.say(f"网站已启动：{address(listener)}（按 Ctrl-C 停止）")
        stop = threading.Event()
        if settings.MAIL_CONFIGURED:
            keep_reminding(stop)
        server.run()  # returns after KeyboardInterrupt
        stop.set()
        server.close()
        self.say("已停止。")


def listen(host, port):
    """Return a socket listening on `host` and `port` (0: any free one); raise CommandError if none can."""
    if not 0 <= port <= 65535:
        raise CommandError(f"端口 {port} 无效，应在 0 到 65535 之间，例如 --port 8001。")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise CommandError(f"无法监听 {host} 的端口 {port}：{REFUSALS.get(error.errno, error)}。") from error


def address(listener):
    """Return the address a browser on this machine uses to reach `listener`."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def static_signature():
    """Return a SHA-256 over name, size and time of every static file and the storage they go into."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
