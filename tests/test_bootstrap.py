"""The set-up of .venv and of the system packages, without a network."""

import ast
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from gridgov import bootstrap, system_packages
from gridgov.bootstrap import Environment, SetupError

ROOT = bootstrap.ROOT
BOOTSTRAP_FILES = ("manage.py", "gridgov/__init__.py", "gridgov/bootstrap.py", "gridgov/system_packages.py")
PIP = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--prefer-binary"]


def write_pyproject(root, *dependencies):
    (root / "pyproject.toml").write_text(
        f"[project]\ndependencies = {json.dumps(dependencies)}\n"
        '[project.optional-dependencies]\ntest = ["tester"]\npostgres = ["driver"]\n',
        encoding="utf-8",
    )


class FakeRun:
    """Stands for subprocess.run: remembers the commands; venv leaves a Python, pip fails if told to."""

    def __init__(self, pip_output=None):
        self.commands = []
        self.pip_output = pip_output

    def __call__(self, command, **options):
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            python = Path(command[3]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)
        if self.pip_output is not None and "install" in command:
            return subprocess.CompletedProcess(command, 1, self.pip_output)
        return subprocess.CompletedProcess(command, 0, "")


@pytest.fixture
def project(tmp_path):
    write_pyproject(tmp_path, "django>=5.2", "lxml")
    return tmp_path


def installed(project, *extras):
    """Return the environment of `project` after a complete install, with an empty list of commands."""
    Environment(project, FakeRun()).install(set(extras))
    return Environment(project, FakeRun())


# What is needed


def test_requirements_are_the_dependencies_and_then_the_extras_by_name(project):
    lines = bootstrap.read_requirements(project / "pyproject.toml", {"test", "postgres"})
    assert lines == ["django>=5.2", "lxml", "driver", "tester"]


@pytest.mark.parametrize(
    ("command", "url", "extras"),
    [
        ("start", "", set()),
        ("score", "sqlite:////data/db.sqlite3", set()),
        ("test", "", {"test"}),
        ("start", "postgres://u:p@host/db", {"postgres"}),
        ("test", "postgresql://u:p@host/db", {"test", "postgres"}),
    ],
)
def test_command_and_database_decide_on_the_extras(command, url, extras):
    assert bootstrap.extras_for(command, url) == extras


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("DATABASE_URL=postgres://u@h/db", "postgres://u@h/db"),
        ("export DATABASE_URL = 'postgres://u@h/db'", "postgres://u@h/db"),
        ("# DATABASE_URL=postgres://u@h/db", ""),
        ("GRIDGOV_HTTPS=1", ""),
    ],
)
def test_database_url_is_read_from_the_env_file(tmp_path, line, url):
    (tmp_path / ".env").write_text(f"# 设置\n{line}\n", encoding="utf-8")
    assert bootstrap.database_url(tmp_path, {}) == url


def test_environment_variable_outweighs_the_env_file(tmp_path):
    (tmp_path / ".env").write_text("DATABASE_URL=postgres://u@h/db", encoding="utf-8")
    assert bootstrap.database_url(tmp_path, {"DATABASE_URL": "sqlite:///x"}) == "sqlite:///x"


def test_old_python_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    with pytest.raises(SystemExit, match=r"^需要 Python 3\.11 或更高版本，当前是 3\.10（"):
        bootstrap.ensure(["manage.py", "start"])


@pytest.mark.parametrize("name", BOOTSTRAP_FILES)
def test_old_python_can_read_the_bootstrapping(name):
    assert ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6)).body


# The virtual environment


def test_first_install_makes_the_environment_and_calls_pip_once(project):
    run = FakeRun()
    python = str(project / ".venv/bin/python")
    assert Environment(project, run).install({"test"}) is True
    assert run.commands == [
        [bootstrap.base_python(), "-m", "venv", str(project / ".venv")],
        [python, *PIP, "django>=5.2", "lxml", "tester"],
    ]


def test_second_install_runs_nothing(project):
    environment = installed(project, "test")
    assert (environment.install(set()), environment.run.commands) == (False, [])


def test_changed_dependency_is_installed_together_with_the_former_extras(project):
    environment = installed(project, "test")
    write_pyproject(project, "django>=6")
    environment.install(set())
    python = str(project / ".venv/bin/python")
    assert environment.run.commands == [
        [python, "-m", "pip", "--version"],
        [python, *PIP, "django>=6", "tester"],
    ]
    assert environment.is_complete({"test"})


def test_environment_made_by_hand_is_completed_in_place(project):
    FakeRun()(["python3", "-m", "venv", project / ".venv"])
    environment = Environment(project, FakeRun())
    environment.install(set())
    python = str(project / ".venv/bin/python")
    assert environment.run.commands == [
        [python, "-m", "pip", "--version"],
        [python, *PIP, "django>=5.2", "lxml"],
    ]


def test_wheels_folder_replaces_the_network(project):
    (project / "wheels").mkdir()
    run = FakeRun()
    Environment(project, run).install(set())
    offline = ["--no-index", "--find-links", str(project / "wheels")]
    assert run.commands[-1] == [str(project / ".venv/bin/python"), *PIP, *offline, "django>=5.2", "lxml"]


def test_failed_pip_shows_its_last_lines_and_the_way_without_network(project):
    output = "".join(f"line {number}\n" for number in range(40))
    with pytest.raises(SetupError) as failure:
        Environment(project, FakeRun(pip_output=output)).install(set())
    *shown, advice = str(failure.value).splitlines()
    assert shown == [f"line {number}" for number in range(28, 40)]
    assert advice == (
        "依赖安装失败，原因见上。请检查网络后重新运行；没有网络时，在能上网的同类机器上运行 "
        'pip download -d wheels ".[test,postgres]"，再把 wheels/ 文件夹放到 manage.py 旁边。'
    )


def test_incomplete_wheels_folder_is_named(project):
    (project / "wheels").mkdir()
    with pytest.raises(SetupError) as failure:
        Environment(project, FakeRun(pip_output="no lxml")).install(set())
    assert str(failure.value) == (
        "no lxml\nwheels/ 中缺少与本机 Python 相符的安装包；请补全后重新运行，或删除 wheels/ 联网安装。"
    )


def test_failed_first_install_is_not_taken_for_complete(project):
    environment = Environment(project, FakeRun(pip_output="no network"))
    with pytest.raises(SetupError):
        environment.install(set())
    assert not environment.is_complete(set())


def test_failed_upgrade_leaves_what_worked(project):
    environment = installed(project)
    before = environment.read_state()
    write_pyproject(project, "django>=6")
    environment.run.pip_output = "no network"
    with pytest.raises(SetupError):
        environment.install(set())
    assert environment.read_state() == before


def test_environment_of_another_python_is_made_anew(project, monkeypatch):
    environment = installed(project)
    old_package = project / ".venv" / "lib"
    old_package.mkdir()
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python3.9")
    environment.install(set())
    assert (old_package.exists(), environment.is_complete(set())) == (False, True)


def test_unreadable_state_is_made_anew(project):
    environment = installed(project)
    environment.state_file.write_text('{"extras": [', encoding="utf-8")
    environment.install(set())
    assert environment.run.commands[0][1:3] == ["-m", "venv"]


def test_missing_venv_component_is_named_where_it_may_not_be_installed(project, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_ensurepip", lambda: False)
    monkeypatch.setattr(bootstrap, "install_packages", lambda packages, **options: None)
    package = "python{}.{}-venv".format(*sys.version_info)
    with pytest.raises(SetupError, match=f"^Python 缺少 venv 组件，请先运行 sudo apt install {package}，"):
        Environment(project, FakeRun()).install(set())


def test_environment_made_by_hand_is_left_alone_from_inside(project, monkeypatch):
    FakeRun()(["python3", "-m", "venv", project / ".venv"])
    monkeypatch.setattr(bootstrap, "ROOT", project)
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    bootstrap.ensure(["manage.py", "start"])
    assert os.listdir(project / ".venv") == ["bin"]


def test_folder_that_cannot_be_written_is_named(project, monkeypatch):
    (project / ".venv").write_text("", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", project)
    with pytest.raises(SystemExit, match=r"^无法准备运行环境 .venv：.*请检查项目文件夹的写权限和磁盘空间"):
        bootstrap.ensure(["manage.py", "start"])


# Interruptions, with real processes


HALF_AN_INSTALL = """
import os, sys, time
open("half", "w").close()
print("half", flush=True)
while not os.path.exists("go"):
    time.sleep(0.02)
"""
CHILD = """
import os, pathlib, subprocess, sys
from gridgov.bootstrap import Environment

def run(command, **options):
    if "venv" in command:
        python = pathlib.Path(command[3], "bin", "python")
        python.parent.mkdir()
        python.symlink_to(sys.executable)
    if "install" in command:
        options["stdout"] = None
        return subprocess.run([sys.executable, "-c", sys.argv[2]], cwd=sys.argv[1] + "/.venv", **options)
    return subprocess.CompletedProcess(command, 0, "")

Environment(pathlib.Path(sys.argv[1]), run).install(set())
"""


def start_and_kill(project):
    """Start an install and kill it while its pip, which lives on, is half done."""
    command = [sys.executable, "-c", CHILD, str(project), HALF_AN_INSTALL]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        child.stdout.readline()
        child.kill()


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "condition not met in time"
        time.sleep(0.02)


def is_free(lock_file):
    with lock_file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_install_killed_in_the_middle_is_made_anew(project):
    start_and_kill(project)
    (project / ".venv" / "go").touch()
    wait_until(lambda: is_free(project / ".venv" / "gridgov.lock"))
    environment = Environment(project, FakeRun())
    environment.install(set())
    assert [(project / ".venv" / "half").exists(), environment.is_complete(set())] == [False, True]


def test_pip_that_outlives_its_start_keeps_the_next_one_waiting(project):
    start_and_kill(project)
    free_while_pip_works = is_free(project / ".venv" / "gridgov.lock")
    (project / ".venv" / "go").touch()
    wait_until(lambda: is_free(project / ".venv" / "gridgov.lock"))
    assert free_while_pip_works is False


def make_clone(root):
    """Make a clone in small: the real manage.py, and a wheel that stands for Django and tells its Python."""
    for name in BOOTSTRAP_FILES:
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    write_pyproject(root, "django")
    (root / "wheels").mkdir()
    with zipfile.ZipFile(root / "wheels" / "django-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("django/__init__.py", "")
        wheel.writestr("django/core/__init__.py", "")
        told = "import sys\ndef execute_from_command_line(argv):\n    print(sys.prefix, *argv[1:])\n"
        wheel.writestr("django/core/management.py", told)
        wheel.writestr("django-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: django\nVersion: 1\n")
        wheel.writestr("django-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("django-1.dist-info/RECORD", "")


@pytest.mark.slow
def test_two_starts_at_once_share_one_environment(tmp_path):
    make_clone(tmp_path)
    # Nothing on PATH: no apt, no sudo.
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GRIDGOV", "PIP", "DATABASE"))
    }
    command = [bootstrap.base_python(), "manage.py", "score", "甲.json"]
    options = {"cwd": tmp_path, "env": environ | {"PATH": ""}, "encoding": "utf-8"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    starts = [subprocess.Popen(command, **options, **pipes) for _ in range(2)]
    answers = [start.communicate() for start in starts]
    third = subprocess.run(command, **options, capture_output=True, check=False)
    answer = f"{tmp_path / '.venv'} score 甲.json\n"
    assert [stdout for stdout, _ in answers] == [answer, answer]
    assert sorted(stderr.splitlines() for _, stderr in answers) == [
        ["另一个进程正在准备，请稍候 …"],
        ["正在建立运行环境 .venv …", "正在从 wheels/ 安装依赖 …"],
    ]
    assert (third.stdout, third.stderr) == (answer, "")


# System packages


def test_missing_packages_are_named_as_debian_names_them():
    present = {"pango-1.0"}
    missing = system_packages.missing_packages(
        browser=True, find_library=lambda name: name in present or None, which=lambda name: None
    )
    assert missing == ["libpangoft2-1.0-0", "libharfbuzz-subset0", "libatomic1", "chromium"]


def test_any_of_the_known_browsers_will_do():
    here = {"google-chrome": "/opt/google/chrome"}
    assert system_packages.browser_path(here.get) == "/opt/google/chrome"


def test_browser_and_its_library_are_only_asked_for_by_its_tests():
    present = system_packages.PDF_LIBRARIES
    assert system_packages.missing_packages(find_library=present.get, which=lambda name: None) == []


@pytest.mark.parametrize(
    ("packages", "sentence"),
    [
        (
            ["libpango-1.0-0", "chromium"],
            "缺少系统组件，PDF 报告暂不可用，其余功能正常；请运行：sudo apt install libpango-1.0-0 chromium",
        ),
        (
            ["libatomic1", "chromium"],
            "缺少系统组件，浏览器测试暂不可用，其余功能正常；请运行：sudo apt install libatomic1 chromium",
        ),
    ],
)
def test_missing_sentence_says_what_to_install_and_what_is_lost(packages, sentence):
    assert system_packages.missing_sentence(packages) == sentence


QUIETLY = ["env", "DEBIAN_FRONTEND=noninteractive"]
APT = [*QUIETLY, "apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::http::Timeout=20"]
INSTALL = [*APT, "install", "-y", "--no-install-recommends", "chromium"]


def test_root_installs_and_then_again_with_fresh_lists():
    ways = system_packages.apt_ways(["chromium"], FakeRun(), is_root=True, which=lambda name: name)
    assert ways == [[INSTALL], [[*QUIETLY, "dpkg", "--configure", "-a"], [*APT, "update"], INSTALL]]


def test_passwordless_sudo_stands_for_root():
    ways = system_packages.apt_ways(["chromium"], FakeRun(), is_root=False, which=lambda name: name)
    assert ways[0] == [["sudo", "-n", *INSTALL]]


def refuse(command, **options):
    return subprocess.CompletedProcess(command, 1)


@pytest.mark.parametrize("tools", [set(), {"sudo"}, {"apt-get"}, {"apt-get", "sudo"}])
def test_user_without_the_right_or_without_apt_installs_nothing(tools):
    ways = system_packages.apt_ways(
        ["chromium"], refuse, is_root=False, which=lambda name: name if name in tools else None
    )
    assert ways == []


def test_failed_apt_is_remembered_and_not_repeated(tmp_path, monkeypatch):
    monkeypatch.setattr(system_packages, "apt_ways", lambda packages, run: [[["apt-get", *packages]]])
    memory = tmp_path / "failed"
    system_packages.install_packages(["chromium"], memory=memory, run=refuse)
    run = FakeRun()
    system_packages.install_packages(["chromium"], memory=memory, run=run)
    assert (memory.read_text(encoding="utf-8"), run.commands) == ("chromium", [])


def test_further_packages_are_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr(system_packages, "apt_ways", lambda packages, run: [[["apt-get", *packages]]])
    memory = tmp_path / "failed"
    memory.write_text("chromium", encoding="utf-8")
    run = FakeRun()
    system_packages.install_packages(["libpango-1.0-0", "chromium"], memory=memory, run=run)
    assert run.commands == [["apt-get", "libpango-1.0-0", "chromium"]]
