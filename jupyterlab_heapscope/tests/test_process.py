"""Process figures against known allocations, and against what the system says by itself."""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_heapscope.probe.descriptor import KeptFile
from jupyterlab_heapscope.probe.limit import container_limits, read_limit
from jupyterlab_heapscope.probe.platforms import MacReader, WindowsReader, reader_without_psutil
from jupyterlab_heapscope.probe.process import LinuxReader, ProcessReader, PsutilReader, process_reader
from jupyterlab_heapscope.probe.report import Absences, memory_now

MIB = 2**20
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def status_bytes(key: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(key))
    return int(line.split()[1]) * 1024


@linux
def test_rss_grows_by_what_is_allocated() -> None:
    reader = process_reader()
    before = reader.rss()
    block = b"x" * (64 * MIB)
    after = reader.rss()
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(len(block), rel=0.02)
    assert reader.rss() == pytest.approx(status_bytes("VmRSS"), abs=2 * MIB)
    reader.close()


@linux
def test_the_peak_sees_a_block_that_is_gone() -> None:
    reader = LinuxReader()
    assert "peak" not in reader.absent_because
    assert reader.reset_peak()
    before = reader.read()
    block = b"x" * (64 * MIB)
    del block
    after = reader.read()
    assert before.rss is not None
    assert before.peak is not None
    assert after.peak is not None
    assert before.peak - before.rss < 2 * MIB
    assert after.peak - before.rss == pytest.approx(64 * MIB, rel=0.05)
    reader.close()


@linux
def test_swap_is_a_number() -> None:
    reader = process_reader()
    assert reader.read().swap == status_bytes("VmSwap")
    reader.close()


@linux
def test_a_closed_descriptor_is_opened_again() -> None:
    kept = KeptFile("/proc/self/statm", os.O_RDONLY)
    assert kept.read(100)
    os.close(_descriptor_of("statm"))
    assert kept.read(100)
    kept.close()


@linux
def test_a_reused_descriptor_is_left_alone(tmp_path: Path) -> None:
    kept = KeptFile("/proc/self/statm", os.O_RDONLY)
    kept.read(100)
    mine = _descriptor_of("statm")
    theirs = os.open(tmp_path / "theirs", os.O_RDWR | os.O_CREAT)
    os.dup2(theirs, mine)
    assert kept.read(100).split()[0].isdigit()
    assert os.fstat(mine).st_ino == os.fstat(theirs).st_ino
    kept.close()
    assert os.fstat(mine).st_ino == os.fstat(theirs).st_ino
    os.close(mine)
    os.close(theirs)


def _descriptor_of(name: str) -> int:
    """The newest descriptor of a file of /proc."""
    links = Path("/proc/self/fd")
    return max(int(link.name) for link in links.iterdir() if link.is_symlink() and _target(link).endswith(f"/{name}"))


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""  # the listing's own


def test_what_cannot_be_read_is_absent_with_a_reason() -> None:
    reader = ProcessReader("No figures here.")
    absences = Absences()
    figures = memory_now(reader, read_limit(), absences)
    assert figures["rss_bytes"] is None
    assert {item["figure"]: item["reason"] for item in absences.items} == {
        "rss_bytes": "No figures here.",
        "swap_bytes": "No figures here.",
        "children": "No figures here.",
    }
    assert KeptFile("/nowhere/at/all", os.O_RDONLY).read(10) == b""
    assert not KeptFile("/nowhere/at/all", os.O_WRONLY).write(b"5")


@linux
def test_psutil_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    psutil = pytest.importorskip("psutil")
    monkeypatch.setattr(sys, "platform", "darwin")
    reader = process_reader()
    assert isinstance(reader, PsutilReader)
    assert reader.rss() == pytest.approx(psutil.Process().memory_info().rss, abs=2 * MIB)
    assert not reader.reset_peak()
    assert {"peak", "swap", "children"} == set(reader.absent_because)


@linux
def test_child_processes_and_theirs_are_counted_until_they_end() -> None:
    reader = process_reader()
    before = reader.children()
    assert before is not None
    grow = "block = b'x' * (40 << 20); print('ready', flush=True); input()"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"
    parent = subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    found = reader.children()
    assert found is not None
    assert found.processes == before.processes + 2
    assert 45 * MIB < found.rss_bytes - before.rss_bytes < 90 * MIB
    parent.communicate(b"\n")
    assert reader.children() == before
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert reader.children() == before, "one that nobody waited for takes no memory"
    assert ended.wait() == 0
    reader.close()


class FakeLibrary:
    """What the two systems answer, in their own structures."""

    def __init__(self, resident: int) -> None:
        """Take what is resident; 0 makes every call fail."""
        self.resident = resident
        self.GetCurrentProcess = lambda: -1

    def proc_pidinfo(self, pid: int, flavour: int, _: Any, buffer: Any, size: Any) -> int:
        """Fill struct proc_taskinfo."""
        assert (pid, flavour, size.value) == (os.getpid(), 4, 96)
        struct.pack_into("=QQ", buffer._obj, 0, 7 * MIB, self.resident)
        return 96 if self.resident else 0

    def K32GetProcessMemoryInfo(self, process: Any, buffer: Any, size: Any) -> int:  # noqa: N802 - as Windows has it
        """Fill PROCESS_MEMORY_COUNTERS."""
        assert (ctypes.c_ssize_t(process.value).value, size.value) == (-1, 72)
        struct.pack_into("@IINN", buffer._obj, 0, size.value, 0, 9 * MIB, self.resident)
        return int(self.resident > 0)


@pytest.mark.parametrize("kind", [MacReader, WindowsReader])
def test_systems_without_psutil_are_asked_themselves(kind: type[MacReader | WindowsReader]) -> None:
    reader = kind(FakeLibrary(5 * MIB))
    assert reader.read() == (5 * MIB, None, None)
    assert {"peak", "swap", "children"} == set(reader.absent_because)
    failing = kind(FakeLibrary(0))
    assert failing.read().rss is None
    assert "did not tell" in failing.absent_because["rss"]


def test_without_anything_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delitem(sys.modules, "psutil", raising=False)
    assert "Install psutil" in process_reader().absent_because["rss"]


def test_the_heap_of_webassembly() -> None:
    heap = SimpleNamespace(HEAPU8=SimpleNamespace(length=30 * MIB))
    modules: dict[str, Any] = {"pyodide_js": SimpleNamespace(_module=heap)}
    reader = reader_without_psutil("emscripten", modules)
    assert reader is not None
    assert reader.reset_peak()
    assert reader.read() == (30 * MIB, 30 * MIB, None)
    assert reader_without_psutil("emscripten", {}) is None


def groups(tmp_path: Path, membership: str, files: dict[str, str]) -> list[int]:
    """Limits in a made-up tree of control groups."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "membership").write_text(membership)
    return list(container_limits(str(tmp_path), str(tmp_path / "membership")))


def test_control_groups_of_version_2(tmp_path: Path) -> None:
    files = {"memory.max": "max\n", "a/memory.max": "3000\n", "a/b/memory.max": "5000\n"}
    assert groups(tmp_path, "0::/a/b\n", files) == [5000, 3000]


def test_control_groups_of_version_1(tmp_path: Path) -> None:
    files = {"memory/memory.limit_in_bytes": "9223372036854771712\n", "memory/a/memory.limit_in_bytes": "7000\n"}
    membership = "4:cpu,cpuacct:/a\n3:memory:/a\n"
    assert groups(tmp_path, membership, files) == [7000, 9223372036854771712]


def test_no_control_groups(tmp_path: Path) -> None:
    assert groups(tmp_path, "not a line of this kind\n", {}) == []


def test_the_tightest_limit_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = read_limit()
    assert machine.bytes is not None
    monkeypatch.setenv("MEM_LIMIT", "123456789")
    assert read_limit() == (123456789, "environment")
    monkeypatch.setenv("MEM_LIMIT", str(10**18))
    assert read_limit() == machine
    monkeypatch.setenv("MEM_LIMIT", "2G")
    assert read_limit() == machine


@linux
def test_the_peak_as_rusage_has_it_is_lowered_which_the_docs_name() -> None:
    reader = LinuxReader()
    block = b"x" * (64 * MIB)
    del block
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader.reset_peak()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after <= before
    reader.close()
