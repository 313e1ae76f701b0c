"""One case, built on several sides: the same edits, the same builds, measured alike."""

from __future__ import annotations

import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measures import Process, page_versions, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cases import Case
    from sides import Side

CLEAN = 'clean'
NO_OP = 'no-op'
DEFINITION = 'one definition'
PAGE = 'one page'
PARALLEL = 'clean -j 2'
SCENARIOS = (CLEAN, NO_OP, DEFINITION, PAGE, PARALLEL)

INSTRUCTIONS = 'instructions'
TIME = 'time'
MEMORY = 'memory'
SIZE = 'size'
MEASURES = (INSTRUCTIONS, TIME, MEMORY, SIZE)


class Sample(NamedTuple):
    """One number."""

    case: str
    side: str
    scenario: str
    quantity: str
    """``instructions``, ``cpu`` and ``wall`` (seconds), ``memory`` (MiB), ``written`` and
    ``changed`` (pages), and sizes in bytes."""
    turn: int
    value: float


class Project:
    """The project that one side has of a *case*, in a folder of its own."""

    def __init__(self, case: Case, side: Side, folder: Path) -> None:
        self.side = side
        self.html = folder / 'built' / 'html'
        self._case = case
        self._folder = folder
        self._source = folder / 'source'
        self._built = folder / 'built'
        case.write(self._source, side)

    def prepare(self, scenario: str, revision: int) -> None:
        """Do what comes before the build that is measured."""
        if scenario in (CLEAN, PARALLEL):
            shutil.rmtree(self._built, ignore_errors=True)
            return
        if not self.html.exists():
            self.build().run()
        if scenario == DEFINITION:
            self._case.edit_definition(self._source, self.side, revision)
        elif scenario == PAGE:
            self._case.edit_page(self._source, self.side, revision)

    def build(self, scenario: str = '', *python: str) -> Process:
        """Return the build, with *python* as further arguments of the interpreter."""
        self._built.mkdir(exist_ok=True)
        command = [
            sys.executable, *python, '-m', 'sphinx', '-b', 'html', '-q',
            *(('-j', '2') if scenario == PARALLEL else ()),
            '-d', str(self._built / 'doctrees'), str(self._source), str(self.html),
        ]  # fmt: skip
        return Process(command, self._folder / 'log', quiet=self._case.quiet)

    def measure(self, measure: str, scenario: str, revision: int) -> dict[str, float]:
        """Return quantity → value of one build."""
        self.prepare(scenario, revision)
        before = page_versions(self.html) if self.html.exists() else {}
        process = self.build(scenario)
        if measure == SIZE:
            process.run()
            return self._sizes()
        if measure == INSTRUCTIONS:
            values: dict[str, float] = {INSTRUCTIONS: process.instructions()}
        elif measure == TIME:
            values = process.seconds()._asdict()
        else:
            values = {MEMORY: process.memory()}
        if scenario in (DEFINITION, PAGE):
            after = page_versions(self.html)
            new = [before.get(name, (0, '')) for name in after]
            pairs = [*zip(new, after.values(), strict=True)]
            values['written'] = sum(old[0] != now[0] for old, now in pairs)
            values['changed'] = sum(old[1] != now[1] for old, now in pairs)
        return values

    def _sizes(self) -> dict[str, float]:
        """Return the sizes of what a build leaves on disk."""
        special = {'glossary.html', 'genindex.html', 'search.html', 'index.html'}
        pages = [path for path in self.html.rglob('*.html') if path.name not in special]
        weights = {'glossary': weight([self.html / 'glossary.html']), 'page': weight(pages)}
        environment = self._built / 'doctrees' / 'environment.pickle'
        return {
            'environment': environment.stat().st_size,
            **{
                f'{page} {name}': value
                for page, sizes in weights.items()
                for name, value in sizes._asdict().items()
            },
        }


def clean_instructions(case: Case, sides: Iterable[Side]) -> dict[str, float]:
    """Return side → instructions of a clean build."""
    with tempfile.TemporaryDirectory(prefix='archgloss-bench-') as folder:
        projects = [Project(case, side, Path(folder, side.name)) for side in sides]
        counted = samples(projects, case.name, [CLEAN], [INSTRUCTIONS], turns=1)
        return {sample.side: sample.value for sample in counted}


def samples(
    projects: Sequence[Project],
    case: str,
    scenarios: Iterable[str],
    measures: Iterable[str],
    turns: int,
) -> Iterator[Sample]:
    """Yield what each scenario costs each project; the one that begins changes each turn.

    Instructions do not depend on what else the machine does: they are counted in parallel,
    once. Sizes are taken once, after a clean build.
    """
    revision = 0
    for measure in measures:
        own_scenarios = [CLEAN] if measure == SIZE else [*scenarios]
        if measure == INSTRUCTIONS:
            own_scenarios = [name for name in own_scenarios if name != PARALLEL]
        for turn in range(turns if measure in (TIME, MEMORY) else 1):
            order = projects if turn % 2 == 0 else projects[::-1]
            for scenario in own_scenarios:
                revision += 1
                workers = (cpu_count() or 1) if measure == INSTRUCTIONS else 1
                with ThreadPoolExecutor(workers) as pool:
                    jobs = [
                        (project, pool.submit(project.measure, measure, scenario, revision))
                        for project in order
                    ]
                for project, job in jobs:
                    for quantity, value in job.result().items():
                        yield Sample(
                            case, project.side.name, scenario, quantity, turn, value
                        )
