"""Programs that are killed in the middle: one process loads all they need, forks each, and buries it when it is killed.

Beginning each anew would take a second for its libraries alone; a fork begins within milliseconds and dies alone.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = b"ready\n"


class Forge:
    """Begins and kills programs, each with the words it is handed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Ask that process."""
        self._process = process

    def start(self, *words: object) -> int:
        """Begin one and wait until it works: its process id."""
        return self._asked("start", *map(str, words))

    def kill(self, pid: int) -> None:
        """End one where it stands; nothing of it is left."""
        assert self._asked("kill", pid) == -signal.SIGKILL, "it ended by itself"

    def _asked(self, *words: object) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def forging(module: str, **env: str) -> Iterator[Forge]:
    """A forge of what that module of the tests runs."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, **env},
    ) as process:  # fmt: skip
        yield Forge(process)
        assert process.stdin
        process.stdin.close()


def serve(run: Callable[..., None]) -> None:
    """Begin and kill until nobody asks any more: `run` is handed what says that it works, and the words."""
    alive = set[int]()
    for line in sys.stdin:
        act, *words = json.loads(line)
        if act == "start":
            answer = _begun(run, words)
            alive.add(answer)
        else:
            alive.discard(words[0])
            answer = _killed(words[0])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in alive:
        _killed(pid)


def _begun(run: Callable[..., None], words: list[str]) -> int:
    heard, out = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(heard)
            run(lambda: os.write(out, READY), *words)
        finally:
            os._exit(1)
    os.close(out)
    said = os.read(heard, len(READY))
    os.close(heard)
    if said != READY:
        raise RuntimeError(words)
    return pid


def _killed(pid: int) -> int:
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
