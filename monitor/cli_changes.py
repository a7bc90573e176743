"""The commands that undo, withdraw, restore and rename; results go to standard output."""

import re

import click

from monitor.wording import counted, listed

MOST_VERSIONS = 12  # that a message lists


def undo(workspace):
    """Undo the last change, such as an ingest or a withdrawal.

    To remove an earlier batch: monitor withdraw --batch NAME --reason TEXT
    """
    corpus = workspace.corpus()
    undone = corpus.undo()
    print(f"Version {undone['version']} undone: {undone['action']}, {undone['change']}")
    _print_version(corpus, f"restore {undone['version']}")


articles_argument = click.argument("what", metavar="[ARTICLE_ID|URL|FILE]", default="")
of_batch_option = click.option(
    "--batch", metavar="NAME", default="", show_default=False, help="Only articles of this batch."
)


@articles_argument
@of_batch_option
@click.option("--reason", metavar="TEXT", required=True, help="Why, for the log.")
def withdraw(workspace, what, batch, reason):
    """Exclude articles from all results. They stay on record; earlier versions do not change."""
    corpus = workspace.corpus()
    _print_articles(corpus, corpus.withdraw(what, batch, reason), "withdrawn")
    _print_version(corpus, "undo")


@click.argument("what", metavar="[VERSION|ARTICLE_ID|URL|FILE]", default="")
@of_batch_option
def restore(workspace, what, batch):
    """Restore an earlier version, or withdrawn articles."""
    corpus = workspace.corpus()
    # The id of an article has 16 digits.
    if what.isdecimal() and len(what) < 16:
        before, version = len(corpus.table("codings")), corpus.version
        corpus.restore_version(int(what))
        print(f"Version {what} restored")
        aside = before - len(corpus.table("codings"))
        if aside > 0:
            print(f"  {counted(aside, 'coding')} set aside: made later, or of uncounted articles")
        # An undo would go on from there, to the change before.
        _print_version(corpus, f"restore {version}")
    else:
        _print_articles(corpus, corpus.restore(what, batch), "reinstated")
        _print_version(corpus, "undo")


@click.argument("old")
@click.argument("new")
def rename_batch(workspace, old, new):
    """Rename a batch."""
    corpus = workspace.corpus()
    corpus.rename_batch(old, new)
    print(f"Batch {old} is now called {new}")
    _print_version(corpus, "undo")


def find_version(context, option, text):
    """The version that --as-of names: a number, or the last version made by the end of a day (UTC).

    To a notebook, version 0 is the newest; here it is none.
    """
    if not text:
        return None
    log = context.params["workspace"].corpus().table("log")
    versions, days = log["version"].astype(str), log["changed_at"].str[:10]
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    matches = log.loc[days <= text if is_day else versions == text, "version"]
    if matches.empty:
        available = listed(versions + " (" + days + ")", MOST_VERSIONS) or "none"
        raise click.BadParameter(f"unknown version or day {text!r}; available: {available}.")
    return int(matches.max())


def _print_articles(corpus, articles, done):
    print(f"{counted(len(articles), 'article')} {done}")
    for row in articles.head(20).itertuples():
        outlet = corpus.outlets.name_of(row.outlet) or "no outlet"
        print(f"  {row.article_id} {row.batch}: {outlet}, {row.title}")
    if len(articles) > 20:
        print(f"  … and {len(articles) - 20:,} more")


def _print_version(corpus, reverse):
    print(f"Corpus version {corpus.version}; to undo this: monitor {reverse}")


def log(workspace):
    """List all versions: what was done and when.

    What an undo or a restore has set aside is marked.
    """
    for row in workspace.corpus().table("log").itertuples():
        reason = f" ({row.reason})" if row.reason else ""
        aside = "" if row.counts else " – set aside"
        print(f"{row.version} {row.changed_at or ''} {row.action}, {row.change}{reason}{aside}")


COMMANDS = (undo, withdraw, restore, rename_batch, log)
