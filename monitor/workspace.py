"""A workspace, the folder an analyst works in: its settings in `monitor.toml`, its corpus, its notebooks."""

import tomllib
from pathlib import Path

from monitor.corpus import Corpus
from monitor.errors import InputError
from monitor.loaders import LoadOptions
from monitor.loaders.options import LIMITS
from monitor.outlets import Outlets
from monitor.quotes import read_aliases
from monitor.shipped import shipped
from monitor.stance import Codebook
from monitor.view import View

SETTINGS = "monitor.toml"
ALIASES = "speakers.csv"
OUTLETS = "outlets.csv"
FOLDERS = ("inbox", "store", "notebooks", "reports")
KNOWN_SETTINGS = {
    "columns": {"title", "text", "outlet", "date", "authors", "url", "language", "source_id"},
    "dates": {"day_first"},
    "limits": set(LIMITS),
    "stance": {"codebook"},
    "themes": {"number", "names"},
    "feeds": {"addresses"},
    "cluster": {"address"},
    "report": None,
}
DEFAULT_SETTINGS = """\
# Settings of this workspace. A line that begins with # is a note; take the # away to make a setting count.

[columns]
# The kit recognises the usual column names of tables. Name any others here, on the right as your table has them.
# title = "Schlagzeile"
# text = "Volltext"

[dates]
# Is 03/04/2020 the 3rd of April (true) or the 4th of March (false)?
day_first = true

[limits]
# What protects the machine from broken and hostile files; what is larger is rejected with that reason.
# max_bytes = 4_294_967_296  # of one file, unpacked
# max_whole = 33_554_432  # bytes of one document, workbook or JSON file
# max_page = 8_388_608  # bytes of one web page or feed
# max_line = 16_777_216  # characters of one row of a table
# max_text = 1_000_000  # characters of one article
# max_entries = 100_000  # files in one archive
# max_depth = 3  # archives in one another

[stance]
# The codebook: the target, the values and their cue terms. Edit the file and run the report again.
codebook = "codebook.toml"

[themes]
# The number of themes; without it the corpus decides.
# number = 12
# Names of your own for themes, by their ids:
# names = { T03 = "Arms deliveries" }

[feeds]
# Addresses of RSS or Atom feeds; monitor ingest --feeds asks them. Nothing else is ever fetched.
# addresses = ["https://www.example.org/world/rss.xml"]

[cluster]
# The scheduler of a Dask cluster, whose workers then do what this machine's cores do otherwise:
# address = "tcp://192.168.1.10:8786"

[report]
# Parameters of the report, as --param takes them too:
# title = "NATO in the regional press"
# outlets = ["The Hill", "Vox"]
# counting = "one per group"
"""


class Workspace:
    """A folder with `monitor.toml`, `inbox/`, `store/`, `notebooks/` and `reports/`.

    Raises InputError where the folder is not a workspace or its settings hold a mistake.
    """

    def __init__(self, path="."):
        self.path = Path(path).resolve()
        if not (self.path / SETTINGS).is_file():
            raise InputError(
                f"{path} is not a workspace (it has no {SETTINGS}); make one with: monitor init {path}, "
                "or name yours with --workspace"
            )
        self.settings = _read_settings(self.path / SETTINGS)
        self.inbox, self.store, self.notebooks, self.reports = (self.path / name for name in FOLDERS)

    @classmethod
    def create(cls, path):
        """Make a workspace in `path`, or complete one; files that are there already stay as they are."""
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
            raise InputError(f"{path} cannot be made a workspace: {error.strerror}") from error
        return cls(path)

    @classmethod
    def find(cls, path=""):
        """The workspace in `path`; where none is given, the nearest one from the current folder upwards."""
        if path:
            return cls(path)
        here = Path.cwd()
        found = (folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file())
        return cls(next(found, here))

    def corpus(self, codebook="", theme_names=None):
        """The Corpus, with the workspace's codebook, lists and names of themes, or with those given here."""
        codebook = codebook or self.settings["stance"].get("codebook")
        if codebook and not (self.path / codebook).is_file():
            known = ", ".join(sorted(path.name for path in self.path.glob("*.toml") if path.name != SETTINGS))
            raise InputError(f"codebook {codebook!r} is no file of the workspace; there are: {known or 'none'}")
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
        """LoadOptions as the settings have them."""
        day_first = self.settings["dates"].get("day_first", True)
        outlets = str(self._outlets) if self._outlets else None
        limits = self.settings["limits"]
        return LoadOptions(columns=self.settings["columns"], day_first=day_first, outlets=outlets, **limits)

    def feeds(self):
        """Feeds, those that `monitor.toml` names; raises InputError where it names none."""
        from monitor.loaders.feed_client import Feeds

        addresses = self.settings["feeds"].get("addresses")
        if not addresses:
            raise InputError(f'{SETTINGS} names no feed; add addresses = ["https://…"] under [feeds]')
        self.store.mkdir(parents=True, exist_ok=True)
        return Feeds(addresses, self.store / "feeds.json", self.load_options())

    def view(self, batch="", as_of=0, outlets=(), codebook="", theme_names=None, **choice):
        """View of one batch, or of all where `batch` is empty; of a version, or of the newest where `as_of` is 0.

        `codebook`: another file of the workspace; `theme_names`: dict from ids of themes to names. `choice`: since,
        until, counting and language, as of View. Raises InputError for a choice that does not exist.
        """
        corpus = self.corpus(codebook, theme_names)
        outlets = (outlets,) if isinstance(outlets, str) and outlets else tuple(outlets)
        view = View(corpus, batch or None, as_of or corpus.version, outlets=outlets, **choice)
        view.table("articles")
        known = set(corpus.table("themes", view.as_of)["theme_id"]) if theme_names else set()
        if unknown := set(theme_names or ()) - known:
            raise InputError(f"no theme is called {min(unknown)!r}; there are: {', '.join(sorted(known)) or 'none'}")
        view.begin()
        return view


def _read_settings(path):
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read: {error}; mend that line and try again") from error
    for section, values in settings.items():
        if section not in KNOWN_SETTINGS:
            raise InputError(f"{path.name}: [{section}] is not known; there are: {', '.join(KNOWN_SETTINGS)}")
        allowed = sorted(KNOWN_SETTINGS[section] or values)
        for key in values if isinstance(values, dict) else ():
            if key not in allowed:
                raise InputError(f"{path.name}: [{section}] {key} is not known; allowed: {', '.join(allowed)}")
    return {section: settings.get(section, {}) for section in KNOWN_SETTINGS}


def _put(path, content):
    if not path.exists():
        path.write_text(content, encoding="utf-8")
