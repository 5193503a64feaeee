"""The yardstick: git processes on the same texts, in memory where the machine has a place for that."""

import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType


class Git:
    """A directory with three files for git to compare and merge."""

    def __init__(self) -> None:
        """Make the directory."""
        memory = "/dev/shm"
        self._directory = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
        self.files = [str(Path(self._directory.name) / name) for name in ("ours", "base", "theirs")]

    def __enter__(self) -> "Git":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._directory.cleanup()

    def write(self, *texts: str) -> None:
        """Write the texts: ours, base, theirs."""
        for file, text in zip(self.files, texts, strict=False):
            Path(file).write_text(text + "\n", encoding="utf-8")

    def word_diff(self) -> None:
        """Run one `git diff --word-diff` on the first two files."""
        command = ["git", "diff", "--no-index", "--word-diff", *self.files[:2]]
        subprocess.run(command, capture_output=True, check=False)

    def merge(self) -> tuple[bool, str]:
        """Run one `git merge-file`; return whether it was clean, and the text."""
        done = subprocess.run(["git", "merge-file", "-p", *self.files], capture_output=True, check=False)
        return done.returncode == 0, done.stdout.decode("utf-8")[:-1]
