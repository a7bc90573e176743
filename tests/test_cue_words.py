"""Cue words: those that stand with the target, and not those of the articles around it."""

from conftest import article

from monitor.cue_words import find_cue_words


def test_words_said_of_the_target_are_listed_with_a_passage(workspace):
    lines = "The harbour of island {0} was full.\nNATO pledged helmets to town {0}.\nRain fell on pier {0}."
    articles = [article(number, text=lines.format(number)) for number in range(30)]
    workspace.corpus().add(articles, batch="week 1")
    found = find_cue_words(workspace.selection()).set_index("term")
    assert {"helmets", "pledged"} & set(" ".join(found.index).split())
    assert not {"nato", "harbour", "rain"} & set(" ".join(found.index).split())
    assert (found["articles"] == 30).all()
    assert found["passage"].str.startswith("NATO pledged helmets").all()


def test_without_passages_there_are_none(workspace):
    workspace.corpus().add([article(1, text="Rain fell.")], batch="week 1")
    assert find_cue_words(workspace.selection()).empty
