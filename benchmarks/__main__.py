"""All benchmarks: `python -m benchmarks` runs each and ends with 1 where a bar is missed; names choose some."""

import sys

from benchmarks import counters, desk, engine, memory, pages, reading, similar, summaries, survey

ALL = {
    "desk": desk.main,
    "engine": engine.main,
    "memory": memory.main,
    "reading": reading.main,
    "similar": similar.everything,
    "summaries": summaries.main,
    "survey": survey.main,
    "counters": counters.everything,
    "pages": pages.everything,
}


def main(names: list[str]) -> int:
    """Run the benchmarks with these names, all of them without; return the exit code."""
    unknown = set(names) - set(ALL)
    if unknown:
        print(f"there is no benchmark {', '.join(sorted(unknown))}: choose from {', '.join(ALL)}")
        return 2
    results = []
    for name in names or ALL:
        print(f"\n== {name}")
        results.append(ALL[name]())
    return max(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
