"""All benchmarks: `python -m benchmarks` runs each and ends with 1 where a bar is missed; names choose some."""

import subprocess
import sys
from importlib import import_module

ALL = {
    "desk": "main",
    "engine": "main",
    "memory": "main",
    "reading": "main",
    "similar": "everything",
    "summaries": "main",
    "survey": "main",
    "counters": "everything",
    "pages": "everything",
}
"""What runs in each module; only the one that is asked for is imported, since some measure their memory."""


def main(names: list[str]) -> int:
    """Run the benchmarks with these names, all of them without; return the exit code."""
    unknown = set(names) - set(ALL)
    if unknown:
        print(f"there is no benchmark {', '.join(sorted(unknown))}: choose from {', '.join(ALL)}")
        return 2
    if len(names) == 1:
        print(f"\n== {names[0]}", flush=True)
        return int(getattr(import_module(f"benchmarks.{names[0]}"), ALL[names[0]])())
    # Each in a process of its own: memory and time of one say nothing of what another left behind.
    return max(subprocess.run([sys.executable, "-m", "benchmarks", name]).returncode for name in names or ALL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
