"""What gridgov needs from the system: libraries for PDF, a browser for the browser tests.

Standard library only, readable by Python 3.6: gridgov.bootstrap works with it
before anything is installed.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys

# What ctypes looks for → the Debian package that brings it.
PDF_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Playwright's own node is linked with it, and a minimal Debian does not bring it.
DRIVER_LIBRARIES = {"atomic": "libatomic1"}


def say(sentence):
    """Print one line of progress to stderr."""
    print(sentence, file=sys.stderr, flush=True)


def missing_packages(*, browser=False, find_library=ctypes.util.find_library, which=shutil.which):
    """Return the Debian packages to install: for PDF, and with `browser` for the browser tests."""
    libraries = {**PDF_LIBRARIES, **DRIVER_LIBRARIES} if browser else PDF_LIBRARIES
    missing = [package for library, package in libraries.items() if not find_library(library)]
    if browser and not browser_path(which):
        missing.append("chromium")
    return missing


def browser_path(which=shutil.which):
    """Return the path of the browser that the browser tests drive, None where there is none."""
    return next(filter(None, map(which, BROWSERS)), None)


def missing_sentence(packages):
    """Return one Chinese sentence saying what to install and what does not work without it."""
    lost = "PDF 报告" if set(packages) & set(PDF_LIBRARIES.values()) else "浏览器测试"
    return f"缺少系统组件，{lost}暂不可用，其余功能正常；请运行：sudo apt install {' '.join(packages)}"


def install_packages(packages, *, memory, run=subprocess.run):
    """Install Debian `packages` where this user may without being asked; otherwise do nothing.

    What apt once failed to bring stands in the file `memory` and is not tried
    again at every start: without a network that takes long.
    """
    failed = memory.read_text(encoding="utf-8").split() if memory.is_file() else []
    if not set(packages) - set(failed):
        return
    ways = apt_ways(packages, run)
    if not ways:
        return
    say(f"正在安装系统组件：{' '.join(packages)} …")
    if not any(_succeed(run, commands) for commands in ways):
        memory.write_text("\n".join(packages), encoding="utf-8")


def apt_ways(packages, run, *, is_root=None, which=shutil.which):
    """Return the ways to install `packages`, each a list of commands; [] where we may not.

    The second way is for a fresh system, which has no package lists yet, and
    for one whose last installation was interrupted.
    """
    if is_root is None:
        is_root = os.name == "posix" and os.geteuid() == 0
    if not which("apt-get"):
        return []
    if is_root:
        become = []
    elif which("sudo") and _succeed(run, [["sudo", "-n", "true"]]):
        become = ["sudo", "-n"]
    else:
        return []
    quietly = [*become, "env", "DEBIAN_FRONTEND=noninteractive"]
    apt = [*quietly, "apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::http::Timeout=20"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return [[install], [[*quietly, "dpkg", "--configure", "-a"], [*apt, "update"], install]]


def _succeed(run, commands):
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return all(run(command, **silent).returncode == 0 for command in commands)
