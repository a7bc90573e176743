"""Kills an ingest, a derivation, a report or a change of the corpus at random moments: python
tests/benchmarks/kills.py [KILLS] [SEED] [ACTION...], by default 40 times each of them.

After each kill the corpus must open, hold each finished version whole and none in part, and be
sound; the same command again must then end with the tables that an undisturbed run ends with.
Prints what went wrong, and a count.
"""

import dataclasses
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from monitor.article import Article
from monitor.errors import StoreError
from monitor.loaders import load
from monitor.maintenance import check
from monitor.report import write_report
from monitor.resources import resource_path
from monitor.workspace import Workspace

TABLES = ("articles", "rejected", "syndication", "quotes", "stance", "themes", "theme_weights")


def ingest(workspace):
    """Take in a second batch."""
    *_, second = _batches()
    workspace.corpus().add(load(second), batch="second")


def ingest_more(workspace):
    """Take in a third batch."""
    _, third, _ = _batches()
    workspace.corpus().add(load(third), batch="third")


def ingest_where_files_stay_small(workspace):
    """Take in the second batch where no file may grow beyond 3 kB, as on a disk that fills up."""
    *_, second = _batches()
    articles = list(load(second))
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))
    try:
        workspace.corpus().add(articles, batch="second")
    except StoreError as error:
        (workspace.path / "said").write_text(str(error))


def derive(workspace):
    """Work out every table."""
    corpus = workspace.corpus()
    for name in TABLES:
        corpus.table(name)


def report(workspace):
    """Write the report."""
    write_report(workspace)


def correct(workspace):
    """Take in the third batch, with a newer version of an article of the first."""
    first, third, _ = _batches()
    old = next(item for item in load(first) if isinstance(item, Article))
    new = dataclasses.replace(old, text=f"{old.text}\n\nNATO corrected the number of ships.")
    workspace.corpus().add([new, *load(third)], batch="third")


def withdraw(workspace):
    """Withdraw the first batch."""
    workspace.corpus().withdraw(batch="first", reason="not ours")


def restore(workspace):
    """Restore the first batch."""
    workspace.corpus().restore(batch="first")


def rename(workspace):
    """Rename the second batch."""
    workspace.corpus().rename_batch("second", "week 2")


def undo(workspace):
    """Undo the renaming."""
    workspace.corpus().undo()


CHANGES = {
    "correct": correct,
    "withdraw": withdraw,
    "restore": restore,
    "rename": rename,
    "undo": undo,
}
ACTIONS = {"ingest": ingest, "derive": derive, "report": report, **CHANGES}
OTHERS = {"ingest_more": ingest_more, "small": ingest_where_files_stay_small}
# A forked process is soon at work, and one that has not touched a Delta table yet forks well.
_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(["benchmarks.kills", "monitor.report", "monitor.themes"])


def act(action, folder):
    """Run one action on the workspace in `folder`."""
    (ACTIONS | OTHERS)[action](Workspace(folder))


def prepare(folder):
    """Workspaces in `folder`, one that awaits each action, and `done`; returns the seconds that
    each action takes.
    """
    first, *_ = _batches()
    warm = _fork.Process(target=print)
    warm.start()
    warm.join()
    Workspace.create(folder / "ingest").corpus().add(load(first), batch="first")
    seconds = {}
    for action in ACTIONS:
        shutil.copytree(folder / action, folder / _after(action))
        seconds[action] = _run(action, folder / _after(action))
        derive(Workspace(folder / _after(action)))
    return seconds


def _after(action):
    """The workspace in which an action was done, which awaits the next one."""
    actions = [*ACTIONS, "done"]
    return actions[actions.index(action) + 1]


def kill_once(folder, action, moment):
    """List of what is wrong after `action` was killed at a moment (seconds) and run again."""
    killed = folder / "killed"
    shutil.rmtree(killed, ignore_errors=True)
    shutil.copytree(folder / action, killed)
    _run(action, killed, moment)
    wrong = []
    before, after = (Workspace(folder / name).corpus() for name in (action, _after(action)))
    corpus = Workspace(killed).corpus()
    if corpus.version not in (before.version, after.version):
        wrong.append(f"version {corpus.version} after the kill")
    for version in range(corpus.version + 1):
        articles = corpus.table("articles", as_of=version)
        if not articles.equals(after.table("articles", as_of=version)):
            wrong.append(f"{len(articles)} articles in version {version} after the kill")
    wrong += [f"{row.table}: {row.problem}" for row in check(corpus).itertuples()]
    # A finished change is not done twice.
    if action not in CHANGES or corpus.version == before.version:
        again = start(action, killed)
        again.join()
        wrong += [f"the second run ended with {again.exitcode}"] if again.exitcode else []
    corpus = Workspace(killed).corpus()
    for name in TABLES:
        try:
            pd.testing.assert_frame_equal(corpus.table(name), after.table(name))
        except AssertionError as difference:
            wrong.append(f"{name} after the second run: {str(difference).splitlines()[0]}")
    if action == "report" and not list((killed / "reports").glob("report_v*.html")):
        wrong.append("no report after the second run")
    return wrong


def _batches():
    return sorted(path for path in resource_path("data/sample").iterdir() if path.is_dir())


def start(action, folder):
    """The process, started, that runs an action on the workspace in `folder`."""
    process = _fork.Process(target=act, args=(action, folder))
    process.start()
    return process


def _run(action, folder, moment=None):
    begun = time.monotonic()
    process = start(action, folder)
    process.join(moment)
    process.kill()
    process.join()
    return time.monotonic() - begun


def main(kills=40, seed=0, *actions):
    """Kill each of the actions as often as asked; returns how many kills did harm."""
    chance, failures = random.Random(int(seed)), 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = prepare(folder)
        for action in actions or ACTIONS:
            harmful = 0
            for _ in range(int(kills)):
                moment = chance.uniform(0, seconds[action])
                wrong = kill_once(folder, action, moment)
                harmful += bool(wrong)
                for problem in wrong:
                    print(f"{action} killed at {moment:.2f} s: {problem}", flush=True)
            print(f"{action} ({seconds[action]:.1f} s): {kills} kills, {harmful} with a problem")
            sys.stdout.flush()
            failures += harmful
    return failures


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from benchmarks import kills as module

    sys.exit(bool(module.main(*sys.argv[1:])))
