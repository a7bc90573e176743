"""The workspace: the folder with an analyst's settings, corpus, notebooks and reports."""

from pathlib import Path

from monitor.corpus import Corpus
from monitor.errors import InputError
from monitor.loaders import LoadOptions
from monitor.outlets import Outlets
from monitor.quotes import read_aliases
from monitor.selection import Selection
from monitor.settings import SETTINGS, read_settings
from monitor.shipped import shipped
from monitor.stance import Codebook

ALIASES = "speakers.csv"
OUTLETS = "outlets.csv"
FOLDERS = ("inbox", "store", "notebooks", "reports")
DEFAULT_SETTINGS = """\
# Settings of this workspace. A line that begins with # is a comment; remove the # to apply the
# setting in it.

[columns]
# The usual column names of tables are recognised. Add others here, spelled on the right as in
# your table.
# title = "Schlagzeile"
# text = "Volltext"

[dates]
# Is 03/04/2020 the 3rd of April (true) or the 4th of March (false)?
day_first = true

[limits]
# Limits that protect the machine from broken and hostile files; larger input is rejected.
# max_bytes = 4_294_967_296  # bytes of one file, uncompressed
# max_whole = 33_554_432  # bytes of one document, workbook or JSON file
# max_page = 8_388_608  # bytes of one web page or feed
# max_line = 16_777_216  # characters of one row of a table
# max_text = 1_000_000  # characters of one article
# max_entries = 100_000  # files in one archive
# max_depth = 3  # levels of archives within archives

[stance]
# The codebook: the target, the values and their cues. Edit the file and run the report again.
codebook = "codebook.toml"

[themes]
# The number of themes; by default it is chosen from the corpus.
# number = 12
# Your own names for themes, by their ids:
# names = { T03 = "Arms deliveries" }

[feeds]
# Addresses of RSS or Atom feeds for monitor ingest --feeds. Nothing else is ever fetched.
# addresses = ["https://www.example.org/world/rss.xml"]

[cluster]
# The scheduler of a Dask cluster, whose workers then do the work:
# address = "tcp://192.168.1.10:8786"

[report]
# Parameters of the report, as for --param:
# title = "NATO in the regional press"
# outlets = ["The Hill", "Vox"]
# counting = "one per group"
"""


class Workspace:
    """A folder with `monitor.toml`, `inbox/`, `store/`, `notebooks/` and `reports/`.

    Raises InputError if the folder is not a workspace, or for a mistake in its settings.
    """

    def __init__(self, path="."):
        self.path = Path(path).resolve()
        if not (self.path / SETTINGS).is_file():
            raise InputError(
                f"{path} is not a workspace (it has no {SETTINGS}); create one with: monitor init {path}, "
                "or name yours with --workspace"
            )
        self.settings = read_settings(self.path / SETTINGS)
        self.inbox, self.store, self.notebooks, self.reports = (self.path / name for name in FOLDERS)

    @classmethod
    def create(cls, path):
        """Create a workspace in `path`, or complete one; existing files are left as they are."""
        path = Path(path)
        try:
            for name in FOLDERS:
                (path / name).mkdir(parents=True, exist_ok=True)
            _put(path / SETTINGS, DEFAULT_SETTINGS)
            _put(path / "codebook.toml", shipped("data/codebook.toml").read_text(encoding="utf-8"))
            _put(path / ALIASES, "alias,speaker\n")
            _put(path / OUTLETS, shipped("data/outlets.csv").read_text(encoding="utf-8"))
            for notebook in sorted(shipped("notebooks").glob("*.ipynb")):
                _put(path / "notebooks" / notebook.name, notebook.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(f"{path} cannot be created: {error.strerror}") from error
        return cls(path)

    @classmethod
    def find(cls, path=""):
        """The workspace in `path`; without a path, the nearest one from the current folder upwards."""
        if path:
            return cls(path)
        here = Path.cwd()
        workspaces = (folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file())
        return cls(next(workspaces, here))

    def corpus(self, codebook="", theme_names=None):
        """The Corpus with the workspace's codebook, lists and theme names, or with those given here."""
        codebook = codebook or self.settings["stance"].get("codebook")
        if codebook and not (self.path / codebook).is_file():
            known = ", ".join(sorted(path.name for path in self.path.glob("*.toml") if path.name != SETTINGS))
            raise InputError(f"codebook: no file {codebook!r} in the workspace; available: {known or 'none'}")
        return Corpus(
            self.store,
            codebook=Codebook.load(self.path / codebook) if codebook else None,
            n_themes=self.settings["themes"].get("number"),
            aliases=read_aliases(self.path / ALIASES) if (self.path / ALIASES).is_file() else None,
            outlets=Outlets(self._outlets),
            theme_names={**self.settings["themes"].get("names", {}), **(theme_names or {})},
        )

    @property
    def _outlets(self):
        return self.path / OUTLETS if (self.path / OUTLETS).is_file() else None

    def load_options(self):
        """LoadOptions with the values of the settings."""
        day_first = self.settings["dates"].get("day_first", True)
        outlets = str(self._outlets) if self._outlets else None
        limits = self.settings["limits"]
        return LoadOptions(columns=self.settings["columns"], day_first=day_first, outlets=outlets, **limits)

    def feeds(self):
        """The Feeds listed in `monitor.toml`; raises InputError if there are none."""
        from monitor.loaders.feeds import Feeds

        addresses = self.settings["feeds"].get("addresses")
        if not addresses:
            raise InputError(f'{SETTINGS} lists no feeds; add addresses = ["https://…"] under [feeds]')
        self.store.mkdir(parents=True, exist_ok=True)
        return Feeds(addresses, self.store / "feeds.json", self.load_options())

    def selection(self, batch="", as_of=0, outlets=(), codebook="", theme_names=None, **choice):
        """Selection of one batch (empty: all) as of one version (0: the newest).

        `codebook`: another file of the workspace; `theme_names`: dict of theme ids and their names.
        `choice`: since, until, counting and language, as for Selection. Raises InputError for a choice
        that does not exist.
        """
        corpus = self.corpus(codebook, theme_names)
        outlets = (outlets,) if isinstance(outlets, str) and outlets else tuple(outlets)
        selection = Selection(corpus, batch or None, as_of or corpus.version, outlets=outlets, **choice)
        selection.table("articles")
        known = set(corpus.table("themes", selection.as_of)["theme_id"]) if theme_names else set()
        if unknown := set(theme_names or ()) - known:
            raise InputError(f"unknown theme {min(unknown)!r}; available: {', '.join(sorted(known)) or 'none'}")
        selection.begin()
        return selection


def _put(path, content):
    if not path.exists():
        path.write_text(content, encoding="utf-8")
