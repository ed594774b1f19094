"""What a worker gives up once it has opened its snapshot: sockets, processes' worth of files, and memory.

Sockets are refused by the kernel itself: a seccomp filter answers ``socket`` and ``socketpair`` with ``EPERM`` (Linux
on x86-64 and arm64; it needs no privilege), and the process leaves the network where it may (``unshare``). A limit on
open files alone was tried: RocksDB opens its files when a query first needs them, so a limit that is tight enough stops
queries. On other systems the guard before the parser is what stands.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from contextlib import suppress
from pathlib import Path

_CLONE_NEWNET = 0x40000000
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
#: Machine → audit architecture, numbers of the calls ``socket`` and ``socketpair``.
_CALLS = {"x86_64": (0xC000003E, (41, 53)), "aarch64": (0xC00000B7, (198, 199))}
SPARE_FILES, LEAST_FILES = 16, 96  # beyond the graph's own, and in all: the engine opens a store with no fewer


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def confine(graph: Path, memory: int, *, network: bool = False) -> None:
    """Give up sockets, files beyond the graph's own, and memory beyond ``memory`` MiB more than is held.

    :param network: keep the sockets, and as many files as those of a few calls need.
    """
    statm = Path("/proc/self/statm")
    if statm.exists():
        limit = int(statm.read_text().split()[0]) * resource.getpagesize() + memory * (1 << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    highest = os.dup(0)
    os.close(highest)
    files = max(LEAST_FILES, highest + sum(1 for _ in graph.iterdir()) + SPARE_FILES * (4 if network else 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if network:
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_CLONE_NEWNET)
    refuse_sockets()


def refuse_sockets() -> bool:
    """Have the kernel refuse sockets to this process from now on; return whether it does."""
    known = _CALLS.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    architecture, calls = known
    load, equal, give = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
    rows = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, _REFUSE), (load, 0, 0, 0)]
    rows += [(equal, len(calls) - n, 0, call) for n, call in enumerate(calls)]
    rows += [(give, 0, 0, _ALLOW), (give, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("HBBI", *row) for row in rows)
    program = _Program(len(rows), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
