"""The codebook is the analyst's: whatever its values and its target are called, the kit follows it."""

import ast
import html
import json
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import article

from monitor import compare
from monitor.errors import CodebookError, InputError
from monitor.report import write_report
from monitor.resources import resource_path
from monitor.stance import UNKNOWN, UNKNOWN_LABEL, Codebook, StanceModel, holders
from monitor.stance.codebook_file import GREY
from monitor.workspace import Workspace

ROOT = Path(__file__).parents[1]
SHIPPED = Codebook.load()
EUROPE = """\
name = "The stance of the European Union"
[target]
name = "the European Union"
names = ["European Union", "EU", "Brussels"]
[words]
speech = ["said", "says", "told", "warn*", "called"]
[position]
sanctions = { label = "Sanctions", description = "It punishes.", cues = ["sanction*", "embargo*"] }
talks = { label = "Talks", description = "It mediates.", cues = ["talks", "restraint", "truce"] }
money = { label = "Money", description = "It pays.", cues = ["money", "budget*", "percent"] }
silence = { label = "Silence", description = "It is only named.", default = true }
[holder]
union = { label = "The Union", description = "It speaks.", actors = ["EU", "diplomats"] }
others = { label = "Somebody else", description = "Others speak.", default = true }
[tone]
warm = { label = "Warm", description = "Praise.", cues = ["patient", "unity"] }
cold = { label = "Cold", description = "Blame.", cues = ["doubt*", "bury"] }
plain = { label = "Plain", description = "Neither.", default = true }
"""


def content():
    """The shipped codebook as a dictionary, with what it includes."""
    page, *included = (
        tomllib.loads(resource_path(f"data/{name}").read_text(encoding="utf-8"))
        for name in ("codebook.toml", "words/general.toml", "words/nato.toml")
    )
    for more in included:
        page.setdefault("words", {}).update(more.pop("words"))
        for dimension, values in more.items():
            for name, value in values.items():
                page[dimension][name].update(value)
    return {key: value for key, value in page.items() if key != "include"}


def as_toml(tree, place=""):
    """The dictionary as TOML; its texts, numbers and lists are written alike in JSON."""
    lines, sections = [], []
    for key, value in tree.items():
        if isinstance(value, dict):
            name = f"{place}.{key}" if place else key
            sections += ["", f"[{name}]", as_toml(value, name)]
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines + sections)


def loaded(tree, folder):
    """The Codebook of a dictionary, or of a text."""
    path = folder / "codebook.toml"
    path.write_text(tree if isinstance(tree, str) else as_toml(tree), encoding="utf-8")
    return Codebook.load(path)


def renamed():
    """The shipped codebook with other names and labels for all values."""
    tree, text = content(), as_toml(content())
    for dimension in SHIPPED.dimensions:
        for number, name in enumerate(tree[dimension], 1):
            new = f"{dimension}_{number}"
            text = text.replace(f"[{dimension}.{name}]", f"[{dimension}.{new}]")
            text = text.replace(f"{{{name}}}", f"{{{new}}}")
            for key in ("negated", "by"):
                text = re.sub(rf'(?m)^({key} = .*)"{name}"', rf'\1"{new}"', text)
            label = SHIPPED.labels(dimension)[name]
            text = text.replace(f'label = "{label}"', f'label = "{dimension.title()} {number}"')
    return text


def halves(value, name):
    """Two values of one: each with every second of its cues."""
    for half in (0, 1):
        yield (
            f"{name}_{half}",
            {
                "label": f"{name.title()} {'AB'[half]}",
                "description": value["description"],
                "cues": value["cues"][half::2],
            },
        )


def small():
    """Two positions, both of which report something, and three tones under other names."""
    tree = content()
    first, second = tree["position"]["de_escalation"], tree["position"]["operations"]
    tree["position"] = {
        "soft": {**first, "label": "Soft line", "negated": "hard", "default": True},
        "hard": {**second, "label": "Hard line", "negated": "soft"},
    }
    calm, praise, blame = (tree["tone"][name] for name in ("neutral", "supportive", "critical"))
    tree["tone"] = {
        "calm": {**calm, "label": "Calm"},
        "blame": {**blame, "label": "Blame", "negated": "praise"},
        "praise": {**praise, "label": "Praise", "negated": "calm"},
    }
    return tree


def large():
    """Fifteen positions and five tones, two on either side, none with a colour of its own."""
    tree = content()
    stated = [name for name in tree["position"] if name != "none"]
    parts = [part for name in stated for part in halves(tree["position"][name], name)]
    tree["position"] = {**dict(parts[:14]), "background": tree["position"]["none"]}
    tree["tone"] = {
        **dict(halves(tree["tone"]["critical"], "blame")),
        **dict(halves(tree["tone"]["supportive"], "praise")),
        "calm": {"label": "Calm", "description": "Neither.", "prior": 1.8, "default": True},
    }
    return tree


@pytest.fixture(scope="module")
def report_by(demo, tmp_path_factory):
    """Function from a codebook to the report on the sample articles by it."""
    folder = tmp_path_factory.mktemp("codebooks") / "watch"
    shutil.copytree(demo.path, folder)
    workspace = Workspace(folder)

    def report(tree):
        text = tree if isinstance(tree, str) else as_toml(tree)
        (folder / "other.toml").write_text(text, encoding="utf-8")
        page = write_report(workspace, parameters={"codebook": "other.toml"})
        return page.read_text(encoding="utf-8")

    return report


def section(page, name):
    """The part of the page below one of its headings."""
    return re.search(rf"<h2[^>]*>{re.escape(name)}</h2>(.*?)(?:<h2|$)", page, re.S)[1]


def words(page):
    """What a reader reads of it: the texts, and those in place of charts."""
    alternatives = " ".join(re.findall(r'aria-label="([^"]*)"', page))
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + alternatives)


def stance_charts(page):
    """The charts of positions and of tone."""
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.S)
    alternatives = [re.search(r'aria-label="([^"]*)"', figure)[1] for figure in figures]
    pairs = zip(figures, alternatives, strict=True)
    return [figure for figure, text in pairs if re.search(r"\b(positions?|tone)\b", text, re.I)]


def tone_chart(page):
    """The chart of tone by outlet."""
    return next(chart for chart in stance_charts(page) if "Tone by outlet" in chart)


def evidence_headings(page):
    """The labels under which passages are shown as evidence."""
    return re.findall(r"<h3>([^<]*) <small>[\d,]+ passages?</small>", page)


def opening(page):
    """The sentences of the summary."""
    return words(re.search(r'<ul class="answers">.*?</ul>', page, re.S)[0])


def contrast(one, other):
    """The ratio of two colours' luminance (WCAG 2)."""
    luminances = []
    for color in (one, other):
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        luminances.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


# ---------------------------------------------------------------- what a codebook knows


def colors(codebook, dimension):
    return {name: value.color for name, value in codebook.dimensions[dimension].items()}


def test_labels_and_colours_are_in_the_order_of_the_file():
    names = ["supportive", "critical", "neutral"]
    assert list(SHIPPED.labels("tone")) == list(colors(SHIPPED, "tone")) == names
    assert SHIPPED.labels("tone")["critical"] == "Critical"


def neutral(codebook, dimension):
    return [name for name, value in codebook.dimensions[dimension].items() if value.neutral]


def test_the_neutral_value_reports_nothing():
    assert neutral(SHIPPED, "position") == ["none"]
    assert neutral(SHIPPED, "holder") == []
    assert SHIPPED.stated("tone") == ["supportive", "critical"]


def test_without_a_flag_a_default_without_cues_is_the_neutral_value(tmp_path):
    codebook = loaded(EUROPE, tmp_path)
    assert neutral(codebook, "position") == ["silence"]
    assert codebook.stated("position") == ["sanctions", "talks", "money"]
    both_report = loaded(small(), tmp_path)
    assert neutral(both_report, "position") == []
    assert both_report.stated("position") == ["soft", "hard"]
    flagged = EUROPE.replace('named.", default = true', 'named.", default = true, neutral = false')
    assert neutral(loaded(flagged, tmp_path), "position") == []


def test_each_value_has_a_colour_of_its_own(tmp_path):
    all_colors = colors(loaded(large(), tmp_path), "position").values()
    assert len(set(all_colors)) == len(all_colors) == 15
    for color in all_colors:
        assert contrast(color, "#ffffff") >= 3


def test_shipped_colours_stand_out_from_a_white_and_from_a_dark_page():
    for dimension in SHIPPED.dimensions:
        for value, color in colors(SHIPPED, dimension).items():
            assert contrast(color, "#ffffff") >= 3, value
            # The page itself lightens its grey.
            assert color == GREY or contrast(color, "#151515") >= 3, value


def test_a_new_value_takes_a_colour_that_no_other_has(tmp_path):
    tree = content()
    tree["tone"]["amused"] = {"label": "Amused", "description": "It laughs.", "cues": ["laugh*"]}
    with_new = colors(loaded(tree, tmp_path), "tone")
    color = with_new.pop("amused")
    assert with_new == colors(SHIPPED, "tone")
    assert color not in with_new.values()


NEW = """
[position.ships]
label = "Ships"
description = "It sends ships."
cues = ["frigate*"]
color = "#228833"

[[examples]]
position = "ships"
holder = "union"
passage = "Two grey hulls flew the flag of the EU off the coast."
"""


def test_a_new_value_is_one_section_with_its_examples_below(tmp_path):
    codebook = loaded(EUROPE + NEW, tmp_path)
    assert codebook.labels("position")["ships"] == "Ships"
    assert colors(codebook, "position")["ships"] == "#228833"
    (example,) = codebook.examples
    assert example["position"] == "ships"
    passages = pd.DataFrame({"passage": ["The EU sent a frigate.", "The EU voted for sanctions."]})
    assert list(StanceModel(codebook).predict(passages)["position"]) == ["ships", "sanctions"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("color", '"red"', "tone.cold.color: must be a colour such as \"#0072b2\", not 'red'"),
        ("polarity", '"bad"', "tone.cold.polarity: 'polarity' is not known here; available: label"),
        ("neutral", '"yes"', "tone.cold.neutral: must be true or false, not 'yes'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path, key, value, message):
    section = '[tone.cold]\nlabel = "Cold"\ndescription = "Blame."\ncues = ["fail*"]\n'
    text = re.sub("cold = .*\n", "", EUROPE) + section + f"{key} = {value}\n"
    line = text.count("\n")
    with pytest.raises(CodebookError, match=re.escape(f"codebook.toml, line {line}: {message}")):
        loaded(text, tmp_path)


def test_a_section_without_its_label_is_named(tmp_path):
    with pytest.raises(CodebookError, match=r"tone\.warm: must be a section with label and descr"):
        loaded(EUROPE.replace('warm = { label = "Warm", ', "warm = { "), tmp_path)


def test_two_neutral_values_are_a_mistake(tmp_path):
    tree = content()
    tree["tone"]["critical"]["neutral"] = True
    message = "tone: only one value can have neutral = true; it is set for: critical, neutral"
    with pytest.raises(CodebookError, match=message):
        loaded(tree, tmp_path)


def test_without_a_cue_the_default_is_coded_even_without_a_prior(tmp_path):
    codebook = loaded(EUROPE, tmp_path)
    passages = pd.DataFrame({"passage": ["The EU met.", "The EU met in unity."]})
    coded = StanceModel(codebook).predict(passages)
    assert coded["position"].tolist() == ["silence", "silence"]
    assert coded["tone"].tolist() == ["plain", "warm"]


# ---------------------------------------------------------------- files that a codebook includes


def including(words, tmp_path):
    """The Codebook of Europe with the position of talks in a file of its own."""
    text = EUROPE.replace("[target]", 'include = ["words/eu.toml"]\n[target]', 1)
    (tmp_path / "words").mkdir(exist_ok=True)
    (tmp_path / "words" / "eu.toml").write_text(words, encoding="utf-8")
    return loaded(text, tmp_path)


def test_an_included_file_adds_to_lists_and_not_to_values_that_the_codebook_lacks(tmp_path):
    words = """\
[words]
speech = ["muttered", "said"]
[position.talks]
label = "Other"
cues = ["talks", "parley"]
hints = ["envoy*"]
[position.war]
cues = ["war"]
"""
    codebook, alone = including(words, tmp_path), loaded(EUROPE, tmp_path)
    talks = codebook.dimensions["position"]["talks"]
    assert talks.label == "Talks"
    assert talks.cues == ("talks", "restraint", "truce", "parley")
    assert talks.hints == ("envoy*",)
    assert codebook.lists["speech"] == (*alone.lists["speech"], "muttered")
    assert "war" not in codebook.labels("position")
    changed = including(words.replace("parley", "parleys"), tmp_path)
    assert len({codebook.version, alone.version, changed.version}) == 3


def test_a_mistake_in_an_included_file_is_named_there(tmp_path):
    with pytest.raises(
        CodebookError, match=r"eu\.toml, line 2: position\.talks\.cues: cannot read"
    ):
        including('[position.talks]\ncues = ["par**ley"]\n', tmp_path)
    text = 'include = ["words/none.toml"]\n' + EUROPE
    with pytest.raises(CodebookError, match=r"none\.toml: cannot be read"):
        loaded(text, tmp_path)


# ---------------------------------------------------------------- who speaks

QUOTES = pd.DataFrame(
    [
        ("Ola Ellingvar", "NATO Secretary General", "direct"),
        ("Ola Ellingvar", None, "direct"),
        ("Ola Ellingvar", "Secretary General, a former Danish minister", "direct"),
        ("Ola Ellingvar", "NATO Secretary General", "direct"),
        ("Bo Ek", "teacher", "direct"),
        ("the minister", "Russian minister", "direct"),
        ("the minister", None, "direct"),
        (None, None, "direct"),
    ],
    columns=["speaker", "role", "kind"],
).assign(speaker_text=None)


def test_a_named_speaker_has_one_holder_in_all_articles():
    assert holders(QUOTES, SHIPPED, UNKNOWN).tolist() == [
        *["nato"] * 4,
        UNKNOWN,
        "outside",
        UNKNOWN,
        UNKNOWN,
    ]
    assert holders(QUOTES, SHIPPED)[[4, 7]].isna().all()


@pytest.mark.parametrize(
    ("speaker", "role", "holder"),
    [
        ("Mark Rutte", "NATO Secretary General", "nato"),
        ("Mark Rutte", "Dutch prime minister", "member"),
        ("Ola Ek", "secretary-general", "nato"),
        ("Ola Ek", "alliance spokeswoman", "nato"),
        ("Ola Ek", "commander of U.S. and NATO forces in Kabul", "nato"),
        ("Ola Ek", "top U.S. commander in Afghanistan", "nato"),
        ("Ola Ek", "former NATO commander", "commentator"),
        ("Ola Ek", "U.N. Secretary-General", "outside"),
        ("Ola Ek", "secretary general of the Arab League", "outside"),
        ("Ola Ek", "U.S. ambassador to NATO", "member"),
    ],
)
def test_a_role_tells_for_whom_a_speaker_speaks(speaker, role, holder):
    quotes = pd.DataFrame({"speaker": [speaker], "speaker_text": ["he"], "role": [role]})
    assert holders(quotes, SHIPPED).tolist() == [holder]


def test_the_order_of_the_quotations_does_not_change_a_holder():
    for seed in range(5):
        shuffled = QUOTES.sample(frac=1, random_state=seed)
        result = holders(shuffled, SHIPPED, UNKNOWN)
        assert result.sort_index().equals(holders(QUOTES, SHIPPED, UNKNOWN))
    assert holders(QUOTES.head(0), SHIPPED).tolist() == []


def test_who_is_of_unknown_affiliation_is_not_counted_as_the_default_holder():
    articles = pd.DataFrame({"article_id": ["a"], "outlet": ["Post"]})
    quotes = QUOTES.assign(article_id="a", holder=holders(QUOTES, SHIPPED, UNKNOWN))
    outcomes = compare.holder_outcomes(quotes, SHIPPED)
    shares = compare.shares_by_group(outcomes, articles).set_index("value")["share"]
    assert shares[UNKNOWN] == pytest.approx(2 / 7)
    assert shares["commentator"] == 0


# ---------------------------------------------------------------- the report follows the codebook


def test_other_names_and_labels_for_all_values(report_by):
    page = report_by(renamed())
    stance = opening(page) + words("".join(stance_charts(page)))
    for dimension in SHIPPED.dimensions:
        assert f"{dimension.title()} 1" in words(page)
        left = [label for label in SHIPPED.labels(dimension).values() if label in stance]
        assert left == [], "labels of the shipped codebook"
    assert not re.search(r"\b(critical|supportive|neutral)\b", stance, re.I)
    headings = evidence_headings(page)
    assert headings and all(re.fullmatch(r"Position \d+", heading) for heading in headings)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    assert [cell for cell in cells if re.fullmatch(r"(position|holder|tone)_\d+", cell)] == []
    assert UNKNOWN not in cells and UNKNOWN_LABEL in cells


def test_two_positions_that_both_report_something_and_three_tones(report_by):
    page = report_by(small())
    stance = words("".join(stance_charts(page)))
    assert "Soft line" in stance and "Hard line" in stance
    assert not re.search("no position", opening(page), re.I)
    assert evidence_headings(page) == ["Soft line", "Hard line"]
    assert "Praise" in words(tone_chart(page)) and "Blame" in words(tone_chart(page))


def test_fifteen_positions_and_five_tones(report_by, tmp_path):
    page, codebook = report_by(large()), loaded(large(), tmp_path)
    stance = words("".join(stance_charts(page)))
    for label in codebook.labels("position").values():
        assert label in stance
    tones = tone_chart(page)
    for value in codebook.stated("tone"):
        assert codebook.labels("tone")[value] in words(tones)
    assert not re.search(r"\b(critical|supportive|neutral)\b", words(tones), re.I)


def test_another_target(report_by):
    page = report_by(EUROPE)
    assert "<title>The European Union in the press</title>" in page
    stance = words("".join(stance_charts(page)))
    for label in ("Sanctions", "Talks", "Silence", "Warm", "Cold"):
        assert label in stance
    definitions = re.search(
        "<summary>What each position, holder and tone means.*?</details>", page, re.S
    )
    assert "It mediates." in definitions[0] and "Blame." in definitions[0]
    sources = words(section(page, "Sources"))
    assert "The Union" in sources and "Somebody else" in sources
    headings = re.findall(r"<h[1-3][^>]*>([^<]*)</h[1-3]>", page) + evidence_headings(page)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page, re.S)
    limits = words(section(page, "Data and limits"))
    for text in (*headings, *captions, stance, limits):
        assert not re.search(r"\b(NATO|alliance)\b", text, re.I), text
    assert "European Union" in opening(page)


@pytest.mark.parametrize("target", ["the European Union", "L’Oréal", "Ukraine"])
def test_the_page_for_a_new_target_is_a_codebook(target, tmp_path):
    codebook = Workspace.create(tmp_path, target).corpus().codebook
    assert codebook.target.name == target
    assert codebook.target.names == (re.sub("^the ", "", target),)
    assert codebook.lists["negation"] == SHIPPED.lists["negation"]
    with pytest.raises(InputError, match=r"codebook\.toml already exists"):
        Workspace.create(tmp_path, "another")


def test_a_watch_of_a_new_target_says_nothing_of_the_shipped_one(tmp_path):
    workspace = Workspace.create(tmp_path, "the European Union")
    articles = [article(number) for number in range(8)]
    for one in articles:
        text = one.text.replace("Secretary General", "European Union President")
        fields = {"title": one.title, "text": text}
        fields = {name: value.replace("NATO", "European Union") for name, value in fields.items()}
        workspace.corpus().add([replace(one, **fields)], batch="week 1")
    quotes = workspace.selection().table("quotes")
    assert set(quotes.loc[quotes["speaker"] == "Ida Brandt", "holder"]) == {"own"}
    page = write_report(workspace).read_text(encoding="utf-8")
    assert "<title>The European Union in the press</title>" in page
    assert not re.search(r"\b(nato|alliance|outsider)\b", page, re.IGNORECASE)
    assert not [path for path in tmp_path.rglob("*") if "nato" in path.name]


# ---------------------------------------------------------------- nothing of it stands in code


def test_no_notebook_names_the_target_of_the_shipped_codebook():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert "NATO" not in path.read_text(encoding="utf-8"), path.name


def test_no_value_and_no_label_of_the_shipped_codebook_stands_in_code():
    # These two are also words of the language, and of the codebook's own keys.
    words_of_code = {"none", "neutral"}
    values = {name for dimension in SHIPPED.dimensions for name in SHIPPED.labels(dimension)}
    labels = {label for d in SHIPPED.dimensions for label in SHIPPED.labels(d).values()}
    named = (values | labels) - words_of_code
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert texts & named == set(), path.name
