"""Write the lock files: every dependency at one version, with the hashes of its files.

torch is pinned in ``torch.txt`` and left out here, together with the accelerator libraries that some of its builds
bring: its build differs by platform, and a hash would force one of them on everybody.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path("requirements")
LEFT_OUT = re.compile(r"^(torch|triton|nvidia-|cuda-)")


def entries(text: str) -> list[str]:
    """One string for each locked distribution: its pin, its hashes, and for whose sake it is there."""
    return re.findall(r"^[A-Za-z0-9][^\n]*==.*?(?=^[A-Za-z0-9#][^\n]*(?:==|$)|\Z)", text, re.M | re.S)


def compile_lock(name: str, *extras: str, constraints: list[Path]) -> Path:
    """Resolve the project with its extras under the constraints into ``requirements/<name>.txt``."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "lock.txt"
        command = [sys.executable, "-m", "piptools", "compile", "-q", "--generate-hashes", "--allow-unsafe"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--strip-extras", "--no-annotate", "--no-header"]
        command += [f"--extra={extra}" for extra in extras]
        command += [f"--constraint={path}" for path in constraints]
        subprocess.run([*command, "-o", str(out), "pyproject.toml"], check=True)
        kept = [entry.rstrip() for entry in entries(out.read_text()) if not LEFT_OUT.match(entry)]
    target = HERE / f"{name}.txt"
    target.write_text("# Written by `make lock`; do not edit.\n" + "\n".join(kept) + "\n")
    return target


def main() -> None:
    """Lock what runs, then what develops on top of it at the same versions."""
    torch = HERE / "torch.txt"
    runtime = compile_lock("runtime", "build", constraints=[torch])
    pins = HERE / "constraints.txt"
    pins.write_text("\n".join(re.findall(r"^[^\s#]+==[^\s]+", runtime.read_text(), re.M)) + "\n")
    compile_lock("dev", "build", "dev", constraints=[torch, pins])


if __name__ == "__main__":
    main()
