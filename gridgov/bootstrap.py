"""Make `.venv` from pyproject.toml before Django can be imported.

Standard library only, and written so that Python 3.6 can still read it: an old
interpreter must get a sentence, not a SyntaxError. Progress goes to stderr, so
that the output of commands such as `score` stays clean.

`.venv/gridgov.json` says what has been installed. It reads "installing" while
pip is at work and is completed last: whoever finds it so knows that a start was
killed in the middle, and makes the environment anew.
"""

import argparse
import contextlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from gridgov.system_packages import install_packages, missing_packages, say

ROOT = Path(__file__).resolve().parent.parent
MINIMUM = (3, 11)
WINDOWS = os.name == "nt"


class SetupError(Exception):
    """The set-up cannot go on; carries the sentence the user reads."""


def suit_any_terminal():
    """Write what the terminal's encoding lacks (✓ in GBK) as its number, as stderr does, instead of crashing."""
    if hasattr(sys.stdout, "reconfigure"):  # since Python 3.7
        sys.stdout.reconfigure(errors="backslashreplace")


def ensure(argv):
    """Return only inside a complete `.venv`; from outside, run the command there.

    Ends the process with a Chinese sentence when that cannot be done.
    """
    try:
        _refuse_old_python(sys.version_info)
        _prepare(Environment(ROOT), argv)
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"无法准备运行环境 .venv：{error}。请检查项目文件夹的写权限和磁盘空间，然后重新运行。")
    except KeyboardInterrupt:
        sys.exit("已中断。再次运行同一命令即可重新准备运行环境。")


def _prepare(environment, argv):
    command = argv[1] if len(argv) > 1 else ""
    extras = extras_for(command, database_url(environment.root, os.environ))
    if environment.is_running():
        # A .venv made by hand has no state: whoever made it looks after it.
        if environment.read_state() is None or not environment.install(extras):
            return
    elif environment.install(extras) or command in ("start", "test"):
        install_packages(missing_packages(browser="test" in extras), memory=environment.apt_memory)
    environment.hand_over(argv)


def _refuse_old_python(version):
    """Raise SetupError when `version` (as sys.version_info) is below 3.11."""
    if tuple(version[:2]) < MINIMUM:
        raise SetupError(
            f"需要 Python 3.11 或更高版本，当前是 {version[0]}.{version[1]}（{sys.executable}）。"
            "请安装新版本后再运行，例如：python3.11 manage.py start"
        )


# What is needed


def database_url(root, environ):
    """Return DATABASE_URL from the environment or from `.env`, else an empty string."""
    if "DATABASE_URL" in environ:
        return environ["DATABASE_URL"]
    env_file = root / ".env"
    if env_file.is_file():
        for line in env_file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if name.replace("export ", "").strip() == "DATABASE_URL":
                return value.strip().strip("'\"")
    return ""


def extras_for(command, url):
    """Return the set of extras of pyproject.toml that `command` needs with the database `url`."""
    extras = {"test"} if command == "test" else set()
    return extras | {"postgres"} if url.startswith(("postgres", "pgsql", "psql")) else extras


def read_requirements(pyproject, extras):
    """Return the requirement lines of pyproject.toml: the dependencies, then each extra by name."""
    import tomllib  # absent from the older Pythons that must still read this module

    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    optional = project.get("optional-dependencies", {})
    return project["dependencies"] + [line for extra in sorted(extras) for line in optional.get(extra, ())]


# The virtual environment


class Environment:
    """The `.venv` beside manage.py. `run` stands for subprocess.run."""

    def __init__(self, root, run=subprocess.run):
        self.root = root
        self.run = run
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
        self.state_file = self.folder / "gridgov.json"
        self.apt_memory = self.folder / "gridgov-apt-failed"
        self.wheels = root / "wheels"

    def is_running(self):
        """Say whether this very process runs in the environment."""
        return self.folder.is_dir() and os.path.realpath(sys.prefix) == os.path.realpath(self.folder)

    def read_state(self):
        """Return what the last install left, {} if that is unreadable, None if there was none."""
        try:
            state = json.loads(self.state_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def is_complete(self, extras):
        """Say whether everything for `extras` is installed, by reading only."""
        state = self.read_state() or {}
        installed = set(state.get("extras", ()))
        return extras <= installed and state == self._complete_state(installed)

    def _complete_state(self, extras):
        return {
            "extras": sorted(extras),
            "requirements": read_requirements(self.root / "pyproject.toml", extras),
            # An upgrade of the system may turn the link to another Python, without our packages.
            "python": os.path.realpath(self.python),
        }

    def install(self, extras):
        """Install what is missing for `extras`; return whether anything had to be done.

        Two starts at once: the second waits, then finds everything done. Raises SetupError.
        """
        if self.is_complete(extras):
            return False
        self.folder.mkdir(exist_ok=True)
        with exclusive(self.folder / "gridgov.lock") as lock:
            if self.is_complete(extras):
                return False
            self._install(extras, lock)
        return True

    def _install(self, extras, lock):
        before = self.read_state()
        if before is not None and not self._is_sound(before):
            say("上次的安装没有完成或 Python 已更换，正在重新建立运行环境 .venv …")
            self._clear(keep=lock)
            before = None
        wanted = extras | set((before or {}).get("extras", ()))
        self._write_state({"installing": sorted(wanted)})
        try:
            self._make(lock)
            self._pip_install(read_requirements(self.root / "pyproject.toml", wanted), lock)
        except SetupError:
            if before:  # pip takes a failed upgrade back, and what worked should go on working
                self._write_state(before)
            raise
        self._write_state(self._complete_state(wanted))

    def _is_sound(self, state):
        """Say whether the install that left `state` came to its end, with the Python that is there now."""
        return "installing" not in state and state.get("python") == os.path.realpath(self.python)

    def _clear(self, keep):
        for path in self.folder.iterdir():
            if path.name in (Path(keep.name).name, self.state_file.name):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _make(self, lock):
        if self.python.exists() and self._call([self.python, "-m", "pip", "--version"], lock).returncode == 0:
            return
        self._require_ensurepip()
        say("正在建立运行环境 .venv …")
        made = self._call([base_python(), "-m", "venv", self.folder], lock)
        if made.returncode:
            raise SetupError(f"{_tail(made.stdout)}\n建立 .venv 失败，原因见上；请删除 .venv 后重新运行。")

    def _require_ensurepip(self):
        """Debian ships Python without ensurepip, and venv fails late and in English without it."""
        if has_ensurepip():
            return
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        install_packages([package], memory=self.apt_memory, run=self.run)
        importlib.invalidate_caches()
        if not has_ensurepip():
            raise SetupError(f"Python 缺少 venv 组件，请先运行 sudo apt install {package}，然后重新运行。")

    def _pip_install(self, requirements, lock):
        say("正在安装依赖（首次约一两分钟）…" if not self.wheels.is_dir() else "正在从 wheels/ 安装依赖 …")
        done = self._call(self.pip_command(requirements), lock)
        if done.returncode == 0:
            return
        if self.wheels.is_dir():
            advice = "wheels/ 中缺少与本机 Python 相符的安装包；请补全后重新运行，或删除 wheels/ 联网安装。"
        else:
            advice = (
                "依赖安装失败，原因见上。请检查网络后重新运行；没有网络时，在能上网的同类机器上运行 "
                'pip download -d wheels ".[test,postgres]"，再把 wheels/ 文件夹放到 manage.py 旁边。'
            )
        raise SetupError(f"{_tail(done.stdout)}\n{advice}")

    def pip_command(self, requirements):
        """Return the command that installs `requirements`: from wheels/ alone where that exists."""
        source = ["--no-index", "--find-links", str(self.wheels)] if self.wheels.is_dir() else []
        quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
        return [self.python, "-m", "pip", "install", *quiet, "--prefer-binary", *source, *requirements]

    def _call(self, command, lock):
        # The child holds the lock too: when we are killed and pip lives on, the next start waits for it.
        inherit = {} if WINDOWS else {"pass_fds": (lock.fileno(),)}
        return self.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            **inherit,
        )

    def _write_state(self, state):
        part = self.state_file.with_suffix(".part")
        part.write_text(json.dumps(state, indent=1), encoding="utf-8")
        os.replace(part, self.state_file)

    def hand_over(self, argv):
        """Run manage.py again with the environment's Python; does not return."""
        os.environ.pop("PYTHONHOME", None)  # it would lead the new interpreter back to the old library
        command = [str(self.python), str(self.root / "manage.py"), *argv[1:]]
        if WINDOWS:
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)


def has_ensurepip():
    """Say whether this Python can put pip into an environment; a folder left without files does not count."""
    spec = importlib.util.find_spec("ensurepip")
    return spec is not None and spec.origin is not None


def base_python():
    """Return the interpreter to make environments with, even when we run inside one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _tail(output, lines=12):
    return "\n".join(output.strip().splitlines()[-lines:])


@contextlib.contextmanager
def exclusive(path):
    """Hold the lock file `path` for the block; wait, and say so, while another process holds it."""
    with open(path, "a+", encoding="utf-8") as lock:
        waiting = False
        while not _try_lock(lock):
            if not waiting:
                say("另一个进程正在准备，请稍候 …")
            waiting = True
            time.sleep(0.2)
        yield lock  # closing the file, or dying, releases it


def _try_lock(lock):
    try:
        if WINDOWS:
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def main():
    """Command line of `python3 -m gridgov.bootstrap`: install the named extras, run nothing."""
    parser = argparse.ArgumentParser(description="建立 .venv 并安装依赖")
    parser.add_argument("--extras", default="", help="逗号分隔，例如 test,style,postgres")
    extras = {extra for extra in parser.parse_args().extras.split(",") if extra}
    environment = Environment(ROOT)
    try:
        _refuse_old_python(sys.version_info)
        environment.install(extras)
    except SetupError as error:
        sys.exit(str(error))
    install_packages(missing_packages(browser="test" in extras), memory=environment.apt_memory)


if __name__ == "__main__":
    main()
