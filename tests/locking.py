"""Write both lock files after a change of pyproject.toml: `make lock`, with ARGS=--upgrade for the newest versions."""

import subprocess
import sys

from config import ROOT

COMPILE = (
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
)
# Both locks must agree, so that adding the test tools changes nothing that the site runs on.
OUTPUTS = (
    ("-o", "requirements.txt"),
    ("--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"),
)


def main(arguments: list[str]) -> int:
    """Compile one lock after the other; `arguments` go to uv. Return the exit code of the first that failed."""
    for output in OUTPUTS:
        command = [sys.executable, "-m", *COMPILE, "pyproject.toml", *output, *arguments]
        code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
