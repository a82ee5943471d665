"""A review shows every text with its translation, its state, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.model.catalogue import Domain, Language
from generator.model.project import Project
from generator.translation.messages import source_messages
from generator.translation.review import ReviewState, review

Speaking = Callable[..., Language]
PLAN = ("schools/A1/text/leaders", "We have a written plan.")


@pytest.mark.parametrize("domain", Domain)
def test_every_message_is_a_row_and_rows_are_numbered_through(project: Project, domain: Domain) -> None:
    found = review(project, Language("az"), domain)

    keys = [row.message.key for row in found.rows]
    assert sorted(keys) == sorted(message.key for message in source_messages(project) if message.domain is domain)
    assert [row.number for row in found.rows] == list(range(1, len(keys) + 1))


def test_texts_of_a_questionnaire_are_grouped_by_its_parts(project: Project, speaking: Speaking) -> None:
    az = speaking("az", {("schools/A/title", "Leadership"): "Rəhbərlik"}, Domain.QUESTIONNAIRES)

    groups = {group.title: group for group in review(project, az, Domain.QUESTIONNAIRES).groups}

    assert PLAN in {row.message.key for row in groups["A. Rəhbərlik"].rows}


def test_texts_of_a_guide_are_grouped_by_its_title(project: Project) -> None:
    assert [group.title for group in review(project, Language("az"), Domain.GUIDES).groups] == ["A title"]


def test_a_row_says_who_reads_the_text(project: Project) -> None:
    rows = {row.message.key: row for row in review(project, Language("az"), Domain.QUESTIONNAIRES).rows}

    context = rows["schools/A1/text/students/isced4", "Our college has a plan."].context
    assert any(line.startswith("Read by: students") for line in context)
    assert any(line.startswith("Only at: ") for line in context)


def test_fuzzy_and_missing_translations_are_told_apart(project: Project, speaking: Speaking) -> None:
    az = speaking("az", {("", "Read the report."): "Oxuyun."}, fuzzy=True)

    states = {row.message.text: (row.state, row.forms) for row in review(project, az, Domain.GUIDES).rows}

    assert states["Read the report."] == (ReviewState.FUZZY, ("Oxuyun.",))
    assert states["A title"] == (ReviewState.MISSING, ())


def test_a_changed_translation_stands_beside_the_one_before(project: Project, speaking: Speaking) -> None:
    now = speaking("az", {("", "Read the report."): "Hesabatı oxuyun.", ("", "A title"): "Başlıq"})
    before = speaking("az", {("", "Read the report."): "Oxuyun.", ("", "A title"): "Başlıq"})

    rows = {row.message.text: row for row in review(project, now, Domain.GUIDES, before).rows}

    assert rows["Read the report."].before is not None
    assert rows["Read the report."].before.forms == ("Oxuyun.",)
    assert rows["A title"].before is None


def test_a_reworded_source_is_found_by_its_context(project: Project, speaking: Speaking) -> None:
    now = speaking("az", {PLAN: "Yazılı planımız var."}, Domain.QUESTIONNAIRES)
    before = speaking("az", {(PLAN[0], "There is a plan."): "Plan var."}, Domain.QUESTIONNAIRES)

    row = next(row for row in review(project, now, Domain.QUESTIONNAIRES, before).rows if row.message.key == PLAN)

    assert row.before is not None
    assert (row.before.text, row.before.forms, row.is_new) == ("There is a plan.", ("Plan var.",), False)


def test_an_entry_that_was_not_there_is_new(project: Project, speaking: Speaking) -> None:
    now = speaking("az", {("", "A title"): "Başlıq", ("", "Read the report."): ""})
    before = speaking("az", {("", "A title"): "Başlıq"})

    found = review(project, now, Domain.GUIDES, before)

    assert [row.message.text for row in found.rows if row.is_new] == ["Read the report."]
    assert (found.new, found.changed) == (1, 0)


def test_without_an_earlier_revision_nothing_is_called_changed(project: Project) -> None:
    found = review(project, Language("az"), Domain.GUIDES)

    assert not found.is_compared
    assert (found.new, found.changed) == (0, 0)


def test_changes_alone_keep_the_numbers_of_the_whole_list(project: Project, speaking: Speaking) -> None:
    now = speaking("az", {("", "Read the report."): "Hesabatı oxuyun."})
    before = speaking("az", {("", message.text): "" for message in source_messages(project)})

    whole = review(project, now, Domain.GUIDES, before)
    (row,) = whole.changes_only().rows

    assert row.number == next(each.number for each in whole.rows if each.message.text == "Read the report.")
