"""The workspace: the folder with an analyst's settings, corpus, notebooks and reports."""

import datetime
import html
import itertools
import json
import re
import shutil
import string
import tempfile
import tomllib
from dataclasses import fields
from pathlib import Path

from monitor.corpus import Corpus
from monitor.errors import InputError, check_name
from monitor.loaders import LoadOptions
from monitor.loaders.streams import list_files, printable
from monitor.outlets import Outlets
from monitor.quotes import read_aliases
from monitor.resources import resource_path
from monitor.selection import Selection
from monitor.settings import SETTINGS, read_settings
from monitor.stance import Codebook
from monitor.wording import listed, names_in, sentence

ALIASES = "speakers.csv"
OUTLETS = "outlets.csv"
CODEBOOK = "codebook.toml"
FILES = (SETTINGS, ALIASES, OUTLETS)
CHOICE = ["codebook", "theme_names", *(field.name for field in fields(Selection)[1:])]
SHOW_ALL = (None, "", "all")  # values of a filter that leaves nothing out
TIMES = ("since", "until", "against")
DONE = "done"  # in the inbox: files whose articles are in the corpus
HEAD = 100_000  # characters of a page, in which it says what it is
FOLDERS = ("inbox", "store", "notebooks", "reports")

REFUSED = set("[]%{}|^")  # in the names of the folders above Delta tables


class Workspace:
    """A folder with `monitor.toml`, `inbox/`, `store/`, `notebooks/` and `reports/`.

    Raises InputError if the folder is not a workspace, or for a mistake in its settings.
    """

    def __init__(self, path="."):
        self.path = Path(path).resolve()
        if not (self.path / SETTINGS).is_file():
            raise InputError(
                f"{path} is not a workspace (it has no {SETTINGS}); create one with: "
                f"monitor init {path}, or name yours with --workspace"
            )
        self.settings = read_settings(self.path / SETTINGS)
        self.inbox = self.path / "inbox"
        self.store = self.path / "store"
        if REFUSED.intersection(str(self.store.resolve())):
            _move_out(self.store)
        elif not self.store.exists() and self.store.is_symlink():
            raise InputError(
                f"{self.store} is a link to {self.store.resolve()}, which does not exist"
            )
        self.notebooks = self.path / "notebooks"
        self.reports = self.path / "reports"

    @classmethod
    def create(cls, path, target=""):
        """Create a workspace in `path`, or complete one; existing files are left as they are.

        `target`: name of a target other than the shipped one; the analyst completes its codebook.
        Raises InputError if there is a codebook already.
        """
        path = Path(path)
        if target and (path / CODEBOOK).exists():
            raise InputError(f"{path / CODEBOOK} already exists; name a new folder for {target}")
        for name in FOLDERS:
            (path / name).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            _copy_new(resource_path("data") / name, path)
        if not (path / CODEBOOK).exists():
            _write_codebook(path, target)
        for notebook in resource_path("notebooks").glob("*.ipynb"):
            _copy_new(notebook, path / "notebooks")
        return cls(path)

    @classmethod
    def find(cls):
        """The nearest workspace from the current folder upwards."""
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        return cls(here)

    def corpus(self, codebook="", theme_names=None):
        """The Corpus with the codebook, lists and theme names of the workspace, or those given.

        `codebook` is the name of another file in the workspace. Raises InputError if it is missing.
        """
        codebook = codebook or self.settings["stance"].get("codebook")
        if codebook and not (self.path / codebook).is_file():
            names = {path.name for path in self.path.glob("*.toml")} - {SETTINGS}
            check_name("codebook", codebook, sorted(names))
        themes = self.settings["themes"]
        return Corpus(
            self.store,
            codebook=Codebook.load(self.path / codebook) if codebook else None,
            n_themes=themes.get("number"),
            aliases=read_aliases(self.path / ALIASES),
            outlets=Outlets(self.path / OUTLETS),
            theme_names={**themes.get("names", {}), **(theme_names or {})},
            batch_order=self.settings["batches"].get("order", ()),
        )

    def load_options(self):
        """LoadOptions with the values of the settings."""
        return LoadOptions(
            columns=self.settings["columns"],
            outlets=self.path / OUTLETS,
            skip=self.inbox / DONE if self.settings["inbox"].get("move_to_done") else None,
            **self.settings["dates"],
            **self.settings["limits"],
        )

    def put_away(self, sources):
        """Move files of the inbox to `inbox/done/`, where the settings say so; returns how many.

        `sources`: those of the articles that were read from it. A file without articles stays.
        """
        if not self.settings["inbox"].get("move_to_done"):
            return 0
        # A source is a file and the place in it, as "week.csv, row 3".
        parts = [source.split(", ") for source in sources]
        names = {", ".join(part[:n]) for part in parts for n in range(1, len(part) + 1)}
        files = [file.relative_to(self.inbox) for file in list_files(self.inbox)]
        files = [file for file in files if printable(file) in names and file.parts[0] != DONE]
        for file in files:
            target = self.inbox / DONE / file
            target.parent.mkdir(parents=True, exist_ok=True)
            number = itertools.count(2)
            while target.exists():
                target = target.with_name(f"{file.stem}_{next(number)}{file.suffix}")
            (self.inbox / file).rename(target)
        return len(files)

    def list_reports(self):
        """List of what each report says of itself, the newest first: dicts of its page, when it was
        made (a datetime), title, version, parameters and findings.
        """
        reports = filter(None, map(about_page, self.reports.glob("*.html")))
        return sorted(reports, key=lambda report: (report["made"], report["page"]), reverse=True)

    def feeds(self):
        """The Feeds listed in `monitor.toml`; raises InputError if there are none."""
        from monitor.loaders.feed_client import Feeds

        addresses = self.settings["feeds"].get("addresses")
        if not addresses:
            raise InputError(
                f'{SETTINGS} lists no feeds; add addresses = ["https://…"] under [feeds]'
            )
        self.store.mkdir(parents=True, exist_ok=True)
        return Feeds(addresses, self.store / "feeds.json", self.load_options())

    def selection(
        self, batch="", as_of=0, outlets=(), codebook="", theme_names=None, groups=(), **choice
    ):
        """Selection of one batch (empty: all) as of one version (0: the newest).

        `codebook`: another file of the workspace; `theme_names`: dict of theme ids and their names;
        `outlets`, `groups`: names, in a list or as "CNN,Vox"; two outlets are compared with each
        other. `choice`: all else, as for Selection.
        Raises InputError for a choice that does not exist.
        """
        corpus = self.corpus(codebook, theme_names)
        outlets = tuple(map(corpus.outlets.name_of, names_in(outlets)))
        groups = tuple(names_in(groups))
        if len(outlets) == 2 and choice.get("compare", "outlet") == "outlet":
            groups = groups or outlets
        choice |= {"outlets": outlets, "groups": groups}
        # A year, as an analyst writes it in a notebook, is a number.
        choice |= {name: str(choice[name]) for name in TIMES if choice.get(name)}
        version = as_of or corpus.version
        selection = Selection(corpus, batch or None, version, live=not as_of, **choice)
        selection.check()
        if selection.articles.empty and version:
            raise _empty_choice(selection)
        themes = corpus.table("themes", version)["theme_id"].tolist() if theme_names else []
        for theme_id in theme_names or ():
            check_name("theme", theme_id, themes)
        return selection


def about_page(page):
    """Dict of what a report's page says of itself; empty for one from elsewhere."""
    with page.open(encoding="utf-8", errors="replace") as file:
        match = re.search('<meta name="report" content="([^"]*)">', file.read(HEAD))
    if not match:
        return {}
    about = json.loads(html.unescape(match[1]))
    made = datetime.datetime.fromisoformat(about["made"]).astimezone()
    return {**about, "made": made, "page": page.name}


def _move_out(store):
    """Move a store to where Delta tables can be, beside the folder with a sign they do not allow in
    its name; a link takes its place. Raises InputError where nothing may be written there."""
    parents = (folder for folder in store.parents if not REFUSED.intersection(str(folder)))
    try:
        target = Path(tempfile.mkdtemp(prefix="monitor-store-", dir=next(parents))) / store.name
        shutil.move(store, target)
        store.symlink_to(target)
    except OSError as error:
        signs = min(REFUSED.intersection(str(store)))
        raise InputError(
            f"{store.parent}: a folder with {signs} in its name cannot hold Delta tables, and they "
            "cannot be put outside it; rename the folder"
        ) from error


def _empty_choice(selection):
    """InputError for a choice without articles, which names it and what the version has."""
    corpus, version = selection.corpus, selection.as_of
    filters = ("batch", "since", "until", "outlets", "counting", "language", "about")
    values = {name: getattr(selection, name) for name in filters}
    values["outlets"] = listed(selection.outlets)
    chosen = listed(f"{name} = {value}" for name, value in values.items() if value not in SHOW_ALL)
    if not chosen:
        return InputError(f"corpus version {version} has no articles; see: monitor log")
    if selection.batch and selection.batch not in selection.batches["batch"].tolist():
        return InputError(
            f"batch {selection.batch} brought only corrections; they count in the batches of the "
            "articles that they correct"
        )
    dates = corpus.table("articles", version, columns=["date"])["date"].dropna()
    days = (
        [f"{date:%Y-%m-%d}" for date in (dates.min(), dates.max())] if len(dates) else ["unknown"]
    )
    return InputError(
        f"no article matches {chosen}; the dates of corpus version {version}: {' to '.join(days)}"
    )


def _copy_new(source, folder):
    if not (folder / source.name).exists():
        shutil.copyfile(source, folder / source.name)


def _write_codebook(folder, target):
    """Write the codebook of a new workspace, and the word lists that it includes."""
    data = resource_path("data")
    text = (data / ("target.toml" if target else CODEBOOK)).read_text(encoding="utf-8")
    names = {"name": target.removeprefix("the "), "label": sentence(target)}
    text = string.Template(text).safe_substitute(names, target=target)
    (folder / CODEBOOK).write_text(text, encoding="utf-8")
    (folder / "words").mkdir(exist_ok=True)
    for name in tomllib.loads(text)["include"]:
        _copy_new(data / name, folder / "words")
