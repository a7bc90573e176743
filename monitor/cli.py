"""The command line; results go to standard output, everything else to standard error."""

import argparse
import contextlib
import datetime
import gc
import itertools
import json
import os
import sys
from pathlib import Path

from monitor import __version__
from monitor.errors import InputError, MonitorError
from monitor.process import keep_memory, load_late
from monitor.wording import counted, day, listed

DONE, FAILED, USAGE, NOTHING_ACCEPTED = 0, 1, 2, 3
DESCRIPTION = """\
Compare how outlets cover the stance of NATO, or of any target that a codebook names: from a folder
of articles to one self-contained report.

  monitor demo               try it on invented articles
  monitor init my-watch      create a workspace of your own
  cd my-watch                then put articles into inbox/ and run:
  monitor ingest             add them to the corpus
  monitor report             write the report
  monitor lab                open the notebooks
"""
EXIT_CODES = "exit codes: 0 success, 1 failure, 2 wrong usage, 3 every input was rejected"
DEMO_BATCHES = "data/sample"


def main(arguments=None):
    """Run one command and return its exit code. Errors are printed as messages, without a traceback."""
    # Tables and charts are many objects and little garbage: frequent collection would take a fifth
    # of the time.
    gc.set_threshold(100_000)
    options = _parser().parse_args(arguments)
    options.own_process = arguments is None
    if options.own_process:
        keep_memory()
    try:
        return options.run(options) or DONE
    except MonitorError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("Interrupted. Finished work is saved.")
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the reader has gone
        return DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        reason = f"{where}{error.strerror or error}"
        return _fail(f"{reason}. Fix this and run the command again; finished work is saved.")
    except Exception as error:
        if os.environ.get("MONITOR_DEBUG"):
            raise
        return _fail(f"unexpected {type(error).__name__}: {error} (MONITOR_DEBUG=1 shows the traceback)")
    finally:
        if options.own_process:
            # At exit, garbage collection is wasted: after a report it would take a second.
            gc.freeze()


def _fail(message):
    print(f"monitor: {message}", file=sys.stderr)
    return FAILED


def _parser():
    parser = argparse.ArgumentParser(
        "monitor", description=DESCRIPTION, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"monitor {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--workspace", metavar="DIR", help="the workspace (default: the current folder)")

    cluster = argparse.ArgumentParser(add_help=False)
    cluster.add_argument("--cluster", metavar="ADDRESS", help="scheduler of a Dask cluster whose workers do the work")

    def command(name, run, summary, *more):
        parents = [shared, *more]
        parser = commands.add_parser(name, help=summary, description=summary, parents=parents, epilog=EXIT_CODES)
        parser.set_defaults(run=run)
        return parser

    init = command(
        "init",
        _init,
        "create a workspace: monitor.toml, codebook.toml, inbox, store, notebooks, reports",
    )
    init.add_argument("dir", nargs="?", metavar="DIR", help="its folder (default: the current one)")

    ingest = command("ingest", _ingest, "add articles as one batch and one new version of the corpus", cluster)
    ingest.add_argument("path", nargs="*", metavar="PATH", help="files or folders (default: inbox/)")
    ingest.add_argument("--batch", metavar="NAME", help="name of the batch (default: today's date)")
    ingest.add_argument("--feeds", action="store_true", help="also fetch the feeds listed in monitor.toml")
    ingest.add_argument("--json", action="store_true", help="print the counts as JSON")

    report = command(
        "report", _report, "write the report as one HTML file; its path is the last line of output", cluster
    )
    report.add_argument("--batch", metavar="NAME", help="only this batch (default: all)")
    report.add_argument("--as-of", type=int, metavar="VERSION", help="version of the corpus (default: the newest)")
    report.add_argument(
        "--notebook", metavar="NAME", default="05_report", help="another notebook, such as 03_which_themes"
    )
    report.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="another parameter of the report"
    )

    table = command("table", _table, "print or save a table", cluster)
    table.add_argument("name", metavar="NAME", help="articles, rejected, syndication, quotes, stance, themes, …")
    table.add_argument("--format", choices=["csv", "jsonl", "parquet", "xlsx"], default="csv")
    table.add_argument("--as-of", type=int, metavar="VERSION", help="version of the corpus (default: the newest)")
    table.add_argument("--batch", metavar="NAME", help="only this batch")
    table.add_argument("-o", "--output", metavar="FILE", help="file to write (default: the terminal)")

    code = command("code", _code, "code passages in a spreadsheet: export a sample, fill it in, import it")
    code.add_argument("--export", metavar="FILE", help="write a sample of passages to this .xlsx file")
    code.add_argument("--import", dest="sheet", metavar="FILE", help="read the codings in this .xlsx file")
    code.add_argument("--coder", metavar="NAME", help="who coded the passages (required with --import)")
    code.add_argument("--passages", type=int, default=100, metavar="N", help="size of the sample (default: 100)")
    code.add_argument("--by", default="", metavar="NAMES", help="strata of the sample, such as outlet,position")
    code.add_argument("--seed", type=int, default=0, metavar="N", help="random seed of the sample (default: 0)")

    status = command("status", _status, "show the version, batches, articles and newest report")
    status.add_argument("--json", action="store_true", help="print it as JSON")
    check = command("check", _check, "verify every article and every derived row; exit code 1 if anything is damaged")
    check.add_argument("--repair", action="store_true", help="rebuild damaged tables")
    compact = command("compact", _compact, "merge small files; every version stays readable")
    compact.add_argument("--days", type=int, default=30, help="keep replaced files for this many days (default: 30)")
    pack = command("export", _pack, "write the whole workspace to one file")
    pack.add_argument("file", metavar="FILE", help="the .tar.gz file to write")
    unpack = command("import", _unpack, "unpack an exported workspace into a new folder")
    unpack.add_argument("file", metavar="FILE", help="a .tar.gz file written by monitor export")
    unpack.add_argument("dir", metavar="DIR", help="the new folder")
    command("lab", _lab, "open JupyterLab in the workspace")
    command("demo", _demo, "create a workspace with invented articles (default: monitor-demo/) and its report")
    return parser


def _workspace(options):
    from monitor.workspace import Workspace

    return Workspace(options.workspace or ".")


@contextlib.contextmanager
def _processes(workspace, options):
    from monitor.parallel import cluster, forked

    address = options.cluster or workspace.settings["cluster"].get("address", "")
    with forked() if options.own_process else contextlib.nullcontext(), cluster(address):
        yield


def _init(options):
    from monitor.workspace import Workspace

    workspace = Workspace.create(options.dir or options.workspace or ".")
    print(f"Workspace ready: {_shown(workspace.path)}")
    print("Put articles into its inbox/ folder, then run there: monitor ingest")


def _ingest(options):
    workspace = _workspace(options)
    paths = [Path(path) for path in options.path] or ([] if options.feeds else [workspace.inbox])
    feeds = workspace.feeds() if options.feeds else None
    with _processes(workspace, options):
        corpus = workspace.corpus()
        receipt = _add(corpus, workspace.load_options(), paths, options.batch, feeds or ())
        if feeds:
            feeds.keep()
        arrived = corpus.arrived(receipt)
    counts = {"accepted": receipt.accepted, "known": receipt.known, "rejected": len(receipt.rejected)}
    if options.json:
        reasons = [{"source": r.source, "reason": r.reason} for r in receipt.rejected]
        print(
            json.dumps(
                {**counts, "batch": receipt.batch, "version": receipt.version, **arrived, "rejected_inputs": reasons}
            )
        )
    else:
        print(f"Batch {receipt.batch}: " + ", ".join(f"{n:,} {word}" for word, n in counts.items()))
        for line in _arrived(arrived):
            print(f"  {line}")
        for rejected in receipt.rejected[:20]:
            print(f"  rejected: {rejected.source}: {rejected.reason}")
        if len(receipt.rejected) > 20:
            print(f"  … and {len(receipt.rejected) - 20:,} more; see: monitor table rejected")
        print(f"Corpus version {receipt.version}")
    return NOTHING_ACCEPTED if counts["rejected"] and not (counts["accepted"] or counts["known"]) else DONE


def _arrived(arrived):
    """Lines on what an analyst should look into; none where every article is complete."""
    if n := arrived["without_date"]:
        yield f"{counted(n, 'article')} without a date"
    if n := arrived["without_outlet"]:
        yield f"{counted(n, 'article')} without an outlet"
    if n := arrived["copies"]:
        yield counted(n, "reprint")
    if unknown := arrived["unknown_outlets"]:
        missing = counted(len(unknown), "outlet")
        yield f"{missing} missing from outlets.csv: {listed(unknown, most=8)}"
    others = {code: n for code, n in arrived["languages"].items() if code not in ("en", "unknown")}
    if others:
        languages = ", ".join(f"{n:,} {code}" for code, n in others.items())
        yield f"not in English, and therefore without quotations, stance and themes: {languages}"
    for note, n in arrived["notes"].items():
        yield f"{counted(n, 'article')} with the note: {note}"


def _add(corpus, options, paths, batch, feeds=()):
    from tqdm import tqdm

    from monitor.loaders import load

    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist; name a file or a folder")
    items = itertools.chain((item for path in paths for item in load(path, options)), feeds)
    progress = tqdm(items, desc="reading", unit=" articles", delay=2, disable=None, leave=False)
    return corpus.add(progress, batch=batch)


def _report(options):
    if options.own_process:
        # scikit-learn imports both, which takes half a second, and needs neither here.
        load_late("scipy.stats")
        load_late("scipy.spatial")
    # Before the process is forked: each copy would otherwise import scikit-learn and matplotlib again.
    import monitor.charts
    import monitor.stance.model
    import monitor.themes.model  # noqa: F401
    from monitor.report import write_report

    parameters, workspace = dict(_parameter(text) for text in options.param), _workspace(options)
    with _processes(workspace, options):
        page = write_report(workspace, options.batch or "", _version(options), parameters, options.notebook)
    print(_shown(page))


def _parameter(text):
    name, sign, value = text.partition("=")
    if not sign:
        raise InputError(f"--param {text!r} has no value; write it as NAME=VALUE")
    try:
        return name.strip(), json.loads(value)
    except json.JSONDecodeError:
        return name.strip(), value


def _version(options):
    """The version to report on; 0, which means the newest to the notebook, cannot be asked for."""
    if options.as_of is not None and options.as_of < 1:
        raise InputError(f"--as-of {options.as_of}: versions with articles start at 1")
    return options.as_of or 0


def _table(options):
    from monitor.export import write_table

    workspace = _workspace(options)
    with _processes(workspace, options):
        frame = workspace.corpus().table(options.name, options.as_of, options.batch)
    if options.output:
        try:
            with Path(options.output).open("wb") as file:
                write_table(options.name, frame, options.format, file)
        except OSError as error:
            raise InputError(f"{options.output} cannot be written: {error.strerror}") from error
        print(f"{counted(len(frame), 'row')}: {options.output}")
    elif options.format in ("parquet", "xlsx") and sys.stdout.isatty():
        raise InputError(f"{options.format} cannot be printed to the terminal; name a file with -o FILE")
    else:
        write_table(options.name, frame, options.format, sys.stdout.buffer)


def _code(options):
    from monitor.coding import sample_passages
    from monitor.stance import read_sheet, write_sheet

    if bool(options.export) == bool(options.sheet):
        raise InputError("give either --export FILE or --import FILE")
    selection = _workspace(options).selection()
    codebook = selection.corpus.codebook
    if options.export:
        strata = [name.strip() for name in options.by.split(",") if name.strip()]
        sample = sample_passages(selection, options.passages, strata, options.seed)
        try:
            write_sheet(sample, codebook, options.export)
        except OSError as error:
            raise InputError(f"{options.export} cannot be written: {error.strerror}") from error
        print(f"{counted(len(sample), 'passage')}: {options.export}")
    else:
        if not options.coder:
            raise InputError("--coder is missing; name the person who coded the sheet: --coder NAME")
        codings = read_sheet(options.sheet, codebook)
        selection.corpus.add_codings(codings.assign(coder=options.coder))
        print(f"{counted(len(codings), 'coding')} by {options.coder} saved")
        for line in selection.agreement_in_words():
            print(f"  {line}")


def _status(options):
    workspace = _workspace(options)
    corpus = workspace.corpus()
    batches = corpus.batches()
    reports = sorted(workspace.reports.glob("*.html"), key=lambda path: path.stat().st_mtime)
    newest = reports[-1] if reports else None
    written = datetime.datetime.fromtimestamp(newest.stat().st_mtime) if newest else None
    if options.json:
        report = {"path": str(newest), "written": written.isoformat(timespec="seconds")} if newest else None
        names = sorted(path.name for path in reports)
        rows = batches.to_dict("records")
        status = {"version": corpus.version, "batches": rows, "reports": names, "newest_report": report}
        print(json.dumps(status))
        return
    print(f"Workspace {_shown(workspace.path)}, corpus version {corpus.version}")
    for row in batches.itertuples():
        rejected = counted(row.rejected, "rejected input")
        print(f"  {row.batch}: {counted(row.articles, 'article')}, {rejected} (version {row.version})")
    print(f"{counted(batches['articles'].sum(), 'article')}, {counted(len(reports), 'report')}")
    if newest:
        print(f"Newest report: {_shown(newest)}, {day(written)}, {written:%H:%M}")


def _check(options):
    from monitor.upkeep import check, repair

    corpus = _workspace(options).corpus()
    problems = check(corpus)
    for row in problems.itertuples():
        print(f"{row.table}: {row.problem} ({counted(row.rows, 'row')})")
    if not len(problems):
        print("All articles and derived tables are intact")
    elif options.repair:
        print(f"Deleted, to be rebuilt when next read: {', '.join(repair(corpus, problems))}")
    else:
        return FAILED


def _compact(options):
    from monitor.upkeep import compact

    for row in compact(_workspace(options).corpus(), options.days).itertuples():
        print(f"{row.table}: {counted(row.files, 'file')} before, {row.left:,} now, {row.mb:.1f} MB")


def _pack(options):
    from monitor.upkeep import pack

    print(pack(_workspace(options), options.file))


def _unpack(options):
    from monitor.upkeep import unpack

    print(f"Workspace ready: {_shown(unpack(options.file, options.dir))}")


def _lab(options):
    workspace = _workspace(options)
    notebooks = str(workspace.notebooks)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace.path}", notebooks])


def _demo(options):
    from monitor.report import write_report
    from monitor.shipped import shipped
    from monitor.workspace import Workspace

    workspace = Workspace.create(options.workspace or "monitor-demo")
    for folder in sorted(path for path in shipped(DEMO_BATCHES).iterdir() if path.is_dir()):
        receipt = _add(workspace.corpus(), workspace.load_options(), [folder], folder.name)
        counts = f"{receipt.accepted} accepted, {receipt.known} known, {len(receipt.rejected)} rejected"
        print(f"Batch {folder.name}: {counts}", file=sys.stderr)
    print(_shown(write_report(workspace)))


def _shown(path):
    """The path as a person would type it from here."""
    path = Path(path).resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
