"""The commands start and test, mostly as real processes on a data folder of their own."""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from django.core.management import CommandError

from gridgov.management.commands.start import address, listen, static_signature

ADMIN = re.compile(r"^已建立管理员账号 admin，初始密码 (\S{12,})$", re.MULTILINE)


def make_environ(data):
    """An environment in which manage.py works on the folder `data`, on SQLite and without bootstrapping."""
    ours = ("GRIDGOV_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"GRIDGOV_NO_BOOTSTRAP": "1", "GRIDGOV_DATA": str(data)}


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """A data folder after its first start, and what that start answered."""
    data = tmp_path_factory.mktemp("first") / "data"
    return data, finish(manage("start", "--no-serve", environ=make_environ(data)))


@pytest.fixture
def environ(tmp_path):
    """An environment on a data folder that does not exist yet."""
    return make_environ(tmp_path / "data")


@pytest.fixture
def started(first_start, tmp_path):
    """An environment on a copy of the folder of the first start."""
    shutil.copytree(first_start[0], tmp_path / "data")
    return make_environ(tmp_path / "data")


def manage(*arguments, environ):
    """Return the running process of `manage.py arguments`."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finish(process):
    """Return exit code, standard output and standard error of `process` after its end."""
    stdout, stderr = process.communicate(timeout=120)
    return process.returncode, stdout, stderr


# manage.py


def test_terminal_without_chinese_gets_json_all_the_same(environ, tmp_path):
    sheet = {"format": "gridgov-sheet/1", "scorecard": "T/CSSG 001.5-2020"}
    (tmp_path / "sheet.json").write_text(json.dumps(sheet), "utf-8")
    ascii_only = environ | {"PYTHONIOENCODING": "ascii"}
    code, stdout, stderr = finish(manage("score", str(tmp_path / "sheet.json"), environ=ascii_only))
    assert (code, json.loads(stdout)["verdict"], stderr) == (0, "合格", "")


# start


def test_taken_port_is_refused_with_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            listen("127.0.0.1", port)
    assert str(refusal.value) == (
        f"无法监听 127.0.0.1 的端口 {port}：它已被其他程序（或另一个 start）占用，"
        "请用 --port 换一个，例如 --port 8001。"
    )


def test_port_out_of_range_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match=r"^端口 70000 无效，应在 0 到 65535 之间，例如 --port 8001。$"):
        listen("127.0.0.1", 70000)


def test_address_of_another_machine_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match=r"^无法监听 192\.0\.2\.1 的端口 0：本机没有这个地址，"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")]
)
def test_shown_address_can_be_opened_on_this_machine(host, shown):
    with listen(host, 0) as listener:
        assert address(listener) == f"{shown}{listener.getsockname()[1]}"


def test_static_signature_follows_the_files(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.css").write_text("a", encoding="utf-8")
    before = static_signature()
    (tmp_path / "a.css").write_text("ab", encoding="utf-8")
    assert static_signature() != before


@pytest.mark.slow
def test_first_start_shows_the_password_of_the_administrator(first_start):
    _, (code, stdout, errors) = first_start
    assert (code, len(ADMIN.findall(stdout)), errors) == (0, 1, "")


@pytest.mark.slow
def test_data_folder_is_closed_to_other_users(first_start):
    data, _ = first_start
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


@pytest.mark.slow
def test_second_start_finds_everything_done(started):
    answer = finish(manage("start", "--no-serve", environ=started))
    assert answer == (0, "正在核对体系表和评分表 …\n", "")


@pytest.mark.slow
def test_start_for_real_use_refuses_a_folder_with_the_demo(started, tmp_path):
    (tmp_path / "data" / "demo_password").write_text("known to many", encoding="ascii")
    code, _, errors = finish(manage("start", "--no-serve", environ=started))
    assert (code, "不能用于正式系统" in errors) == (1, True)


def test_data_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    answer = finish(manage("check", environ=make_environ(tmp_path / "file" / "data")))
    assert answer[0] == 1
    assert (
        answer[2]
        == f"数据文件夹 {tmp_path / 'file' / 'data'} 建不起来（Not a directory）。请用 GRIDGOV_DATA 另指定一个。\n"
    )


@pytest.mark.slow
def test_two_first_starts_at_once_make_one_administrator(started, tmp_path):
    for database in (tmp_path / "data").glob("gridgov.sqlite3*"):
        database.unlink()
    starts = [manage("start", "--no-serve", environ=started) for _ in range(2)]
    answers = [finish(start) for start in starts]
    assert [code for code, _, _ in answers] == [0, 0], answers
    assert sum(len(ADMIN.findall(stdout)) for _, stdout, _ in answers) == 1


@pytest.mark.slow
def test_started_site_answers_and_stops_cleanly_on_sigterm(started):
    process = manage("start", "--port", "0", environ=started)
    line = next(line for line in process.stdout if line.startswith("网站已启动"))
    url = re.search(r"http://127\.0\.0\.1:\d+", line)[0]
    with urllib.request.urlopen(url, timeout=20) as page:
        answer = (page.status, page.headers.get_content_type())
    process.send_signal(signal.SIGTERM)
    assert (answer, finish(process)) == ((200, "text/html"), (0, "已停止。\n", ""))


@pytest.mark.slow
def test_unreachable_database_is_refused_with_a_sentence(environ):
    pytest.importorskip("psycopg", reason="PostgreSQL 驱动未安装")
    environ["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    code, _, errors = finish(manage("start", "--no-serve", environ=environ))
    assert code == 1
    assert re.fullmatch(
        r"CommandError: 连不上数据库（.*）。请检查 DATABASE_URL，并确认数据库已启动。\n", errors
    )


# test


@pytest.mark.slow
def test_test_command_hands_arguments_and_exit_code_through(environ):
    code, stdout, _ = finish(manage("test", "--collect-only", "-q", "tests/test_start.py", environ=environ))
    assert (code, "test_test_command_hands_arguments_and_exit_code_through" in stdout) == (0, True)


@pytest.mark.slow
def test_test_command_fails_where_pytest_fails(environ):
    code, _, errors = finish(manage("test", "tests/nowhere.py", environ=environ))
    assert (code, errors.strip()) == (4, "ERROR: file or directory not found: tests/nowhere.py")
