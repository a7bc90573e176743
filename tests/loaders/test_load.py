"""Loaders: files of any known format in, articles out; what cannot be taken comes out with its
reason.
"""

import gzip
import json
import zipfile

import pandas as pd
import pytest

from monitor.article import Article, Rejected
from monitor.errors import InputError
from monitor.loaders import LoadOptions, load
from monitor.resources import resource_path

TEXT = "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn."


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(load(path))


def test_the_first_article_comes_through_whole(shared):
    (article,) = load(shared("seed/no_direct_nato_involvement.txt"))
    assert article.title == "No direct NATO involvement in Gaza conflict: Stoltenberg"
    assert (article.authors, article.date, article.outlet) == (("Habib Toumi",), None, "")
    assert article.text.startswith("BRUSSELS: The North Atlantic Treaty Organization")
    assert article.text.endswith("working more closely with our partners.”")
    for boilerplate in ("Search in Site", "addressing the conference", "By Habib Toumi"):
        assert boilerplate not in article.text


@pytest.mark.parametrize("label", ["Source", "Outlet", "Publication", "Newspaper"])
def test_a_single_label_above_the_title_is_no_title(tmp_path, label):
    (article,) = written(
        tmp_path, "a.txt", f"{label}: Veldmark Post\n\nShips leave harbour\n\nBy Ann Lee\n\n{TEXT}"
    )
    assert (article.outlet, article.title, article.authors) == (
        "Veldmark Post",
        "Ships leave harbour",
        ("Ann Lee",),
    )


def test_the_name_of_a_section_above_the_title_is_no_title(tmp_path):
    (article,) = written(tmp_path, "a.txt", f"World > Middle East\n\nShips leave harbour\n\n{TEXT}")
    assert (article.title, article.text) == ("Ships leave harbour", TEXT)


def test_a_title_with_a_colon_stays_a_title(tmp_path):
    (article,) = written(tmp_path, "a.txt", f"Source: minister to resign\n\nBy Ann Lee\n\n{TEXT}")
    assert (article.title, article.outlet) == ("Source: minister to resign", "")


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "License.txt", "NOTICE.txt"])
def test_a_file_about_the_others_is_no_article(tmp_path, name):
    (tmp_path / name).write_text(f"About these files\n\n{TEXT}")
    (refused,) = load(tmp_path)
    assert isinstance(refused, Rejected)


def test_a_table_is_read_by_its_usual_column_names(tmp_path):
    csv = f'Headline,Body,Publication,Published,Byline,Link\nShips leave,"{TEXT}",Courier,2025-10-09,By Ann Lee,https://c.example/1\n'
    (article,) = written(tmp_path, "week.csv", csv)
    assert (article.title, article.text, article.outlet) == ("Ships leave", TEXT, "Courier")
    assert (str(article.date), article.authors, article.url) == (
        "2025-10-09",
        ("Ann Lee",),
        "https://c.example/1",
    )
    assert article.source.startswith("week.csv, row ")


def test_other_column_names_are_given_in_the_settings(tmp_path):
    (tmp_path / "a.csv").write_text(f'Überzeile,Wortlaut\nSchiffe,"{TEXT}"\n')
    (refused,) = load(tmp_path / "a.csv")
    assert "Wortlaut" in refused.reason
    (article,) = load(
        tmp_path / "a.csv", LoadOptions(columns={"title": "Überzeile", "text": "Wortlaut"})
    )
    assert article.title == "Schiffe"


@pytest.mark.parametrize("form", ["jsonl", "json", "xlsx", "parquet", "tsv", "jsonl.gz"])
def test_every_format_gives_the_same_article(tmp_path, form):
    row = {"title": "Ships leave", "text": TEXT, "outlet": "Courier", "date": "2025-10-09"}
    path, frame = tmp_path / f"week.{form}", pd.DataFrame([row])
    if form == "xlsx":
        frame.to_excel(path, index=False)
    elif form == "parquet":
        frame.to_parquet(path)
    elif form == "tsv":
        frame.to_csv(path, sep="\t", index=False)
    elif form == "jsonl.gz":
        path.write_bytes(gzip.compress(json.dumps(row).encode()))
    else:
        path.write_text(json.dumps(row if form == "jsonl" else [row]))
    (article,) = load(path)
    assert (article.title, article.text, article.outlet, str(article.date)) == (
        *list(row.values())[:3],
        "2025-10-09",
    )


BAD = {
    "empty.txt": b"",
    "blank.txt": b"  \n ",
    "image.txt": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "cut.jsonl.gz": gzip.compress(json.dumps({"text": TEXT}).encode())[:-12],
    "book.xlsx": b"not a workbook",
    "deep.json": b"[" * 10_000,
    "page.html": b"<html></html>",
    "unknown.xyz": b"text",
}


@pytest.mark.parametrize(("name", "content"), BAD.items())
def test_bad_input_is_told_in_plain_words(tmp_path, name, content):
    items = written(tmp_path, name, content)
    refused = [item for item in items if isinstance(item, Rejected)]
    assert refused
    assert all(item.source.startswith(name) and len(item.reason) > 5 for item in refused)
    assert all("Traceback" not in item.reason and "Error" not in item.reason for item in refused)


def test_one_bad_line_does_not_stop_the_rest(tmp_path):
    lines = [json.dumps({"title": f"t{n}", "text": f"{TEXT} {n}"}) for n in range(3)]
    items = written(
        tmp_path, "week.jsonl", "\n".join([lines[0], '{"title": "cut', lines[1], lines[2]])
    )
    assert [type(item) for item in items].count(Article) == 3
    assert [item.source for item in items if isinstance(item, Rejected)] == ["week.jsonl, line 2"]


def test_a_workbook_that_is_another_zip_is_rejected(tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert isinstance(next(load(tmp_path / "book.xlsx")), Rejected)


def test_a_path_that_is_not_there_raises():
    with pytest.raises(InputError):
        list(load("nowhere"))


def test_the_shipped_sample_comes_in_as_listed():
    counts = {}
    for folder in sorted(path for path in resource_path("data/sample").iterdir() if path.is_dir()):
        kinds = [type(item).__name__ for item in load(folder)]
        counts[folder.name] = (kinds.count("Article"), kinds.count("Rejected"))
    assert counts == {"1_october": (13, 0), "2_november": (15, 1), "3_december": (15, 1)}


def test_all_real_nato_articles_come_in(shared):
    assert sum(isinstance(item, Article) for item in load(shared("nato"))) >= 366


@pytest.mark.parametrize(
    ("stated", "address", "outlet"),
    [
        ("Ida Brandt", "https://www.nytimes.com/1", "The New York Times"),
        ("Guest Writer - Left", "https://edition.cnn.com/1", "CNN"),
        ("Harbour Courier", "https://courier.example/1", "Harbour Courier"),
        ("Reuters", "https://www.nytimes.com/1", "Reuters"),
        # A portal prints what others publish.
        ("Harbour Courier", "https://news.yahoo.com/1", "Harbour Courier"),
    ],
)
def test_a_columnist_in_the_column_of_outlets_writes_for_that_of_the_address(
    tmp_path, stated, address, outlet
):
    row = {"title": "Ships leave", "text": TEXT, "outlet": stated, "url": address}
    (tmp_path / "a.json").write_text(json.dumps(row))
    (article,) = load(tmp_path / "a.json")
    assert article.outlet == outlet


def test_a_file_that_states_neither_may_have_its_day_in_its_name_and_its_outlet_in_its_folder(
    tmp_path,
):
    for name in ("wash-post/wash-post_2016-01-29_ships.txt", "mine/13.31.2016.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"Ships leave\n\n{TEXT}")
    mine, post = load(tmp_path)
    assert (post.outlet, str(post.date), post.date_rule) == ("wash-post", "2016-01-29", "file name")
    assert (mine.outlet, mine.date, mine.date_rule) == ("", None, "")


def test_the_line_by_which_excel_names_the_delimiter_is_no_header(tmp_path):
    (article,) = written(tmp_path, "a.csv", f"sep=;\r\ntitle;text\r\nShips leave;{TEXT}\r\n")
    assert (article.title, article.text) == ("Ships leave", TEXT)


def test_a_json_feed_states_its_texts_as_html(tmp_path):
    item = {
        "title": "Ships leave",
        "content_html": f"<p>{TEXT}</p>",
        "date_published": "2025-10-09T07:00:00Z",
    }
    (article,) = written(
        tmp_path,
        "feed.json",
        json.dumps({"version": "https://jsonfeed.org", "title": "Courier", "items": [item]}),
    )
    assert (article.text, article.outlet, str(article.date)) == (TEXT, "Courier", "2025-10-09")


def test_a_json_file_may_wrap_its_list_in_a_name_written_in_any_way(tmp_path):
    content = {"meta": {"page": 1}, "Arti_cles": [{"Full-Text": TEXT, "source name": "Courier"}]}
    (article,) = written(tmp_path, "a.json", json.dumps(content))
    assert (article.text, article.outlet) == (TEXT, "Courier")


PROOFS = {"3/14/2023": "2023-03-04", "14/3/2023": "2023-04-03", "": "2023-04-03"}


@pytest.mark.parametrize(("proof", "day"), PROOFS.items())
def test_a_column_may_prove_that_the_month_comes_first(tmp_path, proof, day):
    article, _ = written(
        tmp_path,
        "a.csv",
        f'title,text,date\nShips leave,"{TEXT}",3/4/2023\nShips,"{TEXT}",{proof}\n',
    )
    assert str(article.date) == day


def test_rows_before_the_end_of_a_cut_file_are_kept(tmp_path):
    rows = "\n".join(
        json.dumps({"title": f"t{n}", "text": f"{TEXT} {n} {n * 7919}"}) for n in range(2000)
    )
    items = written(tmp_path, "a.jsonl.gz", gzip.compress(rows.encode())[:-500])
    assert isinstance(items[0], Article)
    assert "cut off" in items[-1].reason
