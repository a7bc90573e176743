"""The command line; results go to standard output, everything else to standard error."""

import functools
import itertools
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

import monitor
from monitor import cli_changes, cli_charts
from monitor.arrivals import arrived_in_words, counts_in_words
from monitor.errors import InputError, MonitorError
from monitor.wording import counted, moment

DONE = 0
FAILED = 1
USAGE = 2
NOTHING_ACCEPTED = 3
FORMATS = ("csv", "jsonl", "parquet", "xlsx")
EXIT_CODES = "Exit codes: 0 success, 1 failure, 2 wrong usage, 3 no articles found."
SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "show_default": True,
}


def main(arguments=None):
    """Run one command and return its exit code; an error is one line, without a traceback.

    With it: python -c "from monitor.cli import commands; commands()" COMMAND
    """
    try:
        return commands.main(arguments, "monitor", standalone_mode=False) or DONE
    except click.UsageError as error:
        # An option without its value is found before any command is known.
        command = error.ctx.command_path if error.ctx else "monitor"
        return _fail(f"{error.format_message()} See: {command} --help", USAGE)
    except click.Abort:
        return _fail("Interrupted. Finished work is saved.")
    except MonitorError as error:
        return _fail(str(error))
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        problem = f"{file}{error.strerror or error}"
        return _fail(f"{problem}. Fix this and run the command again; finished work is saved.")
    except Exception as error:
        return _fail(f"unexpected {type(error).__name__}: {error}")


def _fail(message, exit_code=FAILED):
    print(f"monitor: {message}", file=sys.stderr)
    return exit_code


@click.group(invoke_without_command=True, epilog=EXIT_CODES, context_settings=SETTINGS)
@click.version_option(monitor.__version__, message="monitor %(version)s")
@click.pass_context
def commands(context):
    """Compare how outlets cover the stance of NATO, or of any other target with a codebook: from a
    folder of articles to one self-contained report.

    \b
      monitor demo               try it on invented articles
      monitor init my-watch      create a workspace of your own
      cd my-watch                then put articles into inbox/ and run:
      monitor ingest             add them to the corpus
      monitor report             write the report
      monitor lab                open the notebooks
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def command(function):
    """Turn a function into the command of that name; `import_` is import, a word of Python's."""
    name = function.__name__.rstrip("_").replace("_", "-")
    return commands.command(name, epilog=EXIT_CODES)(function)


workspace_option = functools.partial(click.option, "--workspace", metavar="DIR")
in_workspace = workspace_option(
    default=".",
    show_default="the current folder",
    is_eager=True,
    callback=lambda context, option, folder: monitor.open(folder),
    help="The workspace.",
)


def _use_cluster(context, option, address):
    """Let a Dask cluster, by default that of the settings, do the work of this command."""
    from monitor.parallel import cluster

    settings = context.params["workspace"].settings["cluster"]
    context.with_resource(cluster(address or settings.get("address", "")))


cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    callback=_use_cluster,
    expose_value=False,
    help="Scheduler of the Dask cluster that does the work.",
)


batch_option = click.option("--batch", metavar="NAME", help="Only this batch (default: all).")
as_of_option = click.option(
    "--as-of",
    metavar="VERSION",
    callback=cli_changes.find_version,
    help="Version of the corpus, or a day for the last one made by its end (default: the newest).",
)
param_option = click.option(
    "-p", "--param", metavar="NAME=VALUE", multiple=True, help="Parameter, such as outlets=CNN,Vox."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@command
@click.argument("folder", metavar="[DIR]", required=False)
@workspace_option(default=".", show_default="the current folder", help="The same as DIR.")
@click.option("--target", metavar="NAME", help="Write a codebook for another target.")
def init(folder, workspace, target):
    """Create a workspace: settings, codebook, folders, notebooks."""
    from monitor.workspace import Workspace

    existed = Path(folder or workspace, "monitor.toml").exists()
    created = Workspace.create(folder or workspace, target or "")
    state = "Workspace exists already, its files are unchanged" if existed else "Workspace ready"
    print(f"{state}: {_shown(created.path)}")
    if target:
        print("Fill in the lines marked TODO in its codebook.toml")
    print("Put articles into its inbox/ folder, then run in the workspace: monitor ingest")


@command
@click.argument(
    "paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
@in_workspace
@cluster_option
@click.option("--batch", metavar="NAME", help="Name of the batch (default: today's date).")
@click.option("--feeds", is_flag=True, help="Read the feeds in monitor.toml instead of inbox/.")
@json_option
def ingest(workspace, paths, batch, feeds, as_json):
    """Add articles as one batch and one new version. PATH: files and folders (default: inbox/)."""
    feed_items = workspace.feeds() if feeds else ()
    if not paths and not feeds:
        paths = [workspace.inbox]
    corpus = workspace.corpus()
    receipt = corpus.add(_read(workspace, paths, feed_items), batch)
    is_inbox = [path.resolve() for path in paths] == [workspace.inbox.resolve()]
    moved = workspace.put_away(receipt.sources) if is_inbox else 0
    if feeds:
        feed_items.keep()
    arrived = corpus.describe_ingest(receipt)
    rejected = receipt.rejected
    if as_json:
        result = asdict(receipt)
        del result["sources"]
        result["rejected_inputs"] = result["rejected"]
        result["rejected"] = len(rejected)
        print(json.dumps(result | arrived))
    else:
        print(counts_in_words(receipt))
        if receipt.withdrawn:
            print(f"  {counted(receipt.withdrawn, 'known article')} withdrawn earlier and left out")
        for line in arrived_in_words(**arrived):
            print(f"  {line}")
        for item in rejected[:20]:
            print(f"  rejected: {item.source}: {item.reason}")
        if len(rejected) > 20:
            print(f"  … and {len(rejected) - 20:,} more; see: monitor table rejected")
        if not (receipt.sources or rejected):
            print(f"  nothing to read in {', '.join(map(str, paths))}")
        if moved:
            print(f"  {counted(moved, 'file')} moved to inbox/done/")
        print(f"Corpus version {receipt.version}")
    return DONE if receipt.sources else NOTHING_ACCEPTED


def _read(workspace, paths, feed_items=()):
    """Iterator of what is read in files and feeds, with a progress bar."""
    from tqdm import tqdm

    options = workspace.load_options()
    items = itertools.chain(*(monitor.load(path, options) for path in paths), feed_items)
    return tqdm(items, desc="reading", unit=" articles", delay=2, disable=None, leave=False)


@command
@in_workspace
@cluster_option
@batch_option
@as_of_option
@param_option
@click.option("--notebook", metavar="NAME", default="05_report", help="Notebook to run.")
def report(workspace, notebook, **options):
    """Write the report as one HTML file. The last line of output is its path."""
    from monitor.parameters import given_parameters
    from monitor.report import write_report

    earlier = {report["page"]: report["made"] for report in workspace.list_reports()}
    page = write_report(workspace, parameters=given_parameters(**options), notebook=notebook)
    if page.name in earlier:
        print(f"Unchanged since {moment(earlier[page.name])}", file=sys.stderr)
    print(_shown(page))


@command
@click.argument("name")
@in_workspace
@cluster_option
@click.option("--format", "form", type=click.Choice(FORMATS), show_default="that of FILE, else csv")
@batch_option
@as_of_option
@param_option
@click.option("-o", "--output", metavar="FILE", help="File to write (default: the terminal).")
def table(workspace, name, form, output, **options):
    """Print or save a table, such as articles, quotes or stance.

    What a report tests is in the tables changes, differences and findings.
    """
    from monitor.export import format_of, read_table, write_table
    from monitor.parameters import given_parameters

    form = format_of(output, form)
    frame, labels = read_table(workspace, name, given_parameters(**options))
    if output:
        with Path(output).open("wb") as file:
            n_cut = write_table(name, frame, form, file, labels)
        print(f"{counted(len(frame), 'row')}: {output}")
        if n_cut:
            texts = counted(n_cut, "text was", "texts were")
            print(f"  {texts} cut to fit a cell; the other formats hold the full text")
    elif form in ("parquet", "xlsx") and sys.stdout.isatty():
        raise InputError(f"{form} cannot be printed to the terminal; name a file with -o FILE")
    else:
        write_table(name, frame, form, sys.stdout.buffer, labels)


@command
@in_workspace
@click.option("--export", "target", metavar="FILE", help="Write passages to this .xlsx file.")
@click.option("--import", "sheet", type=click.Path(exists=True), help="Read this .xlsx file.")
@click.option("--coder", metavar="NAME", help="Who coded the passages (required with --import).")
@click.option("--passages", default=100, help="Size of the sample.")
@click.option("--by", metavar="NAMES", help="Strata, such as outlet,position.")
@click.option("--seed", default=0, help="Random seed of the sample.")
def code(workspace, target, sheet, coder, passages, by, seed):
    """Code passages in a spreadsheet: export, fill in, import."""
    from monitor.coding import sample_passages
    from monitor.compare import how_coded
    from monitor.compare.outcomes import FEWEST_CODED
    from monitor.stance.coding_sheet import read_sheet, write_sheet

    if bool(target) == bool(sheet):
        raise InputError("give either --export FILE or --import FILE")
    if sheet and not coder:
        raise InputError("--coder is missing; name the person who coded the sheet: --coder NAME")
    if target and Path(target).exists():
        raise InputError(f"{target} already exists; name a new file, so that no coding is lost")
    selection = workspace.selection()
    codebook = selection.corpus.codebook
    if target:
        sample = sample_passages(selection, passages, (by or "").replace(",", " ").split(), seed)
        write_sheet(sample, codebook, target)
        print(f"{counted(len(sample), 'passage')}: {target}")
        print(f"  Once {FEWEST_CODED} drawn passages are coded, the codings correct the shares")
    else:
        codings = read_sheet(sheet, codebook)
        saved = selection.corpus.add_codings(codings.assign(coder=coder))
        new = f"{counted(saved, 'coding')} by {coder} saved"
        print(new if saved else f"Nothing new in {sheet}")
        if known := len(codings) - saved:
            print(f"  {counted(known, 'coding')} saved before")
        half = int(codings[list(codebook.dimensions)].isna().any(axis=1).sum())
        if half:
            print(f"  {counted(half, 'row')} with a code missing")
        print(f"  {how_coded(selection.table('stance'))}")
        for line in selection.agreement_in_words():
            print(f"  {line}")


for function in cli_changes.COMMANDS:
    command(in_workspace(function))
command(in_workspace(batch_option(as_of_option(param_option(cli_charts.chart)))))


@command
@in_workspace
@json_option
def status(workspace, as_json):
    """Show the version, batches, articles and newest report."""
    corpus = workspace.corpus()
    batches = corpus.batches()
    reports = workspace.list_reports()
    newest = max(reports, key=lambda page: (page["version"], page["made"]), default=None)
    path = newest and workspace.reports / newest["page"]
    if as_json:
        state = {
            "version": corpus.version,
            "batches": batches.to_dict("records"),
            "reports": sorted(report["page"] for report in reports),
            "newest_report": newest and {"path": path, "written": newest["made"].isoformat()},
        }
        print(json.dumps(state, default=str))
        return
    print(f"Workspace {_shown(workspace.path)}, corpus version {corpus.version}")
    for row in batches.itertuples():
        # A batch may have brought corrections alone, which count in the batches of their articles.
        if not row.articles + row.withdrawn + row.rejected:
            continue
        counts = f"{counted(row.articles, 'article')}, {counted(row.rejected, 'rejected input')}"
        counts += f", {row.withdrawn:,} withdrawn" if row.withdrawn else ""
        print(f"  {row.batch}: {counts} (version {row.version})")
    print(f"{counted(batches['articles'].sum(), 'article')}, {counted(len(reports), 'report')}")
    if newest:
        print(f"Newest report: {_shown(path)}, {moment(newest['made'])}")


@command
@in_workspace
@click.option("--repair", is_flag=True, help="Rebuild damaged tables.")
def check(workspace, repair):
    """Verify every article and every derived row. Exit code 1 if anything is damaged."""
    from monitor import maintenance

    corpus = workspace.corpus()
    problems = maintenance.check(corpus)
    for row in problems.itertuples():
        print(f"{row.table}: {row.problem} ({counted(row.rows, 'row')})")
    if problems.empty:
        print("All articles and derived tables are intact")
    elif repair:
        names = maintenance.repair(corpus, problems)
        print(f"Damaged tables deleted, to be rebuilt when next read: {', '.join(names)}")
    else:
        return FAILED


@command
@in_workspace
@click.option("--days", default=30, help="Keep replaced files for this many days.")
def compact(workspace, days):
    """Merge small files; every version stays readable."""
    from monitor import maintenance

    for row in maintenance.compact(workspace.corpus(), days).itertuples():
        files = f"{counted(row.files, 'file')} before, {row.left:,} now"
        print(f"{row.table}: {files}, {row.mb:.1f} MB")
    print(f"Replaced files are deleted at the age of {counted(days, 'day')}; now with --days 0")


@command
@click.argument("file")
@in_workspace
def export_(workspace, file):
    """Write the whole workspace to one .tar.gz file."""
    from monitor.maintenance import pack

    print(pack(workspace, file))


@command
@click.argument("file", type=click.Path(exists=True))
@click.argument("folder", metavar="DIR")
@workspace_option(expose_value=False, help="Has no effect; DIR is the workspace.")
def import_(file, folder):
    """Unpack a workspace from monitor export into a new folder."""
    from monitor.maintenance import unpack

    print(f"Workspace ready: {_shown(unpack(file, folder))}")


@command
@workspace_option(expose_value=False, help="Has no effect; the machine is checked.")
def doctor():
    """Check the machine for what the kit needs. Exit code 1 if anything is missing."""
    from monitor.doctor import examine

    results = examine()
    for what, found, advice in results:
        print(f"{what}: {found or 'not found'}{f'; {advice}' if advice else ''}")
    return FAILED if any(advice for _, _, advice in results) else DONE


@command
@in_workspace
def lab(workspace):
    """Open the notebooks in JupyterLab."""
    options = [f"--ServerApp.root_dir={workspace.path}", str(workspace.notebooks)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container
        options.insert(0, "--allow-root")
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *options])


@command
@workspace_option(default="monitor-demo", help="The folder to create.")
def demo(workspace):
    """Create a workspace with invented articles, and its report."""
    from monitor.report import write_report
    from monitor.resources import resource_path
    from monitor.workspace import Workspace

    created = Workspace.create(workspace)
    for folder in sorted(resource_path("data/sample").glob("*/")):
        receipt = created.corpus().add(_read(created, [folder]), folder.name)
        print(counts_in_words(receipt), file=sys.stderr)
    print(_shown(write_report(created)))


def _shown(path):
    """The path as a person would type it from here."""
    path = Path(path).resolve()
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
