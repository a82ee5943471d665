"""What changed between two versions, and how large the step is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compute.comparison import (
    EXPLANATION_KEYS,
    ChangeKind,
    ItemChange,
    VersionStep,
    compare_versions,
    is_spelling_correction,
    origins,
    version_step,
)
from generator.model.questionnaire import Questionnaire

Changed = Callable[[Callable[[dict[str, Any]], None]], Questionnaire]


def item_of(raw: dict[str, Any], item_id: str) -> dict[str, Any]:
    return next(item for section in raw["areas"] + raw["blocks"] for item in section["items"] if item["id"] == item_id)


def changes_of(small: Questionnaire, changed: Changed, change: Callable[[dict[str, Any]], None]) -> list[ItemChange]:
    return list(compare_versions(small, changed(change)))


def test_a_version_does_not_differ_from_itself(
    small: Questionnaire, questionnaires: Mapping[str, Questionnaire]
) -> None:
    for version in (small, *questionnaires.values()):
        assert compare_versions(version, version) == ()
        assert version_step(()) is VersionStep.NONE


def test_an_added_item_is_a_minor_step_without_a_trend(small: Questionnaire, changed: Changed) -> None:
    def add(raw: dict[str, Any]) -> None:
        raw["areas"][0]["items"].append({**item_of(raw, "A1"), "id": "A9"})

    (found,) = changes_of(small, changed, add)
    assert (found.kind, found.item, found.comparable) == (ChangeKind.ADDED, "A9", False)
    assert version_step([found]) is VersionStep.MINOR


def test_a_removed_item_is_a_major_step_and_gives_its_reason(small: Questionnaire, changed: Changed) -> None:
    def remove(raw: dict[str, Any]) -> None:
        del raw["areas"][0]["items"][1]
        raw["removed"] = [{"id": "A2", "reason": "Too like A1."}]

    (found,) = changes_of(small, changed, remove)
    assert (found.kind, found.item, found.reason, found.old) == (
        ChangeKind.REMOVED,
        "A2",
        "Too like A1.",
        "A2 as leaders read it.",
    )
    assert version_step([found]) is VersionStep.MAJOR


def test_a_reworded_statement_names_the_group_and_both_texts(small: Questionnaire, changed: Changed) -> None:
    def reword(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["text"]["students"] = "We plan together."

    (found,) = changes_of(small, changed, reword)
    assert (found.kind, found.group, found.old, found.new) == (
        ChangeKind.REWORDED,
        "students",
        "A1 as students read it.",
        "We plan together.",
    )
    assert not found.comparable
    assert version_step([found]) is VersionStep.MINOR


def test_the_item_itself_says_whether_it_is_still_comparable(small: Questionnaire, changed: Changed) -> None:
    def reword(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["text"]["students"] = "We plan together."
        item_of(raw, "A1")["change"] = {"comparable": True, "reason": "Simpler words."}

    (found,) = changes_of(small, changed, reword)
    assert (found.comparable, found.reason) == (True, "Simpler words.")


def test_a_spelling_correction_is_a_patch_and_stays_comparable(small: Questionnaire, changed: Changed) -> None:
    def correct(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["text"]["students"] = "A1 as studentts read it."

    (found,) = changes_of(small, changed, correct)
    assert (found.is_spelling, found.comparable, found.explanation_key) == (True, True, "change.spelling")
    assert version_step([found]) is VersionStep.PATCH


def test_a_wording_for_one_level_is_compared_at_that_level(small: Questionnaire, changed: Changed) -> None:
    def reword(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["text_by_level"] = {"upper": {"students": "In our training centre we plan."}}

    (found,) = changes_of(small, changed, reword)
    assert (found.kind, found.group, found.level) == (ChangeKind.REWORDED, "students", "upper")


@pytest.mark.parametrize("change", ["fewer points", "other positive", "other type", "new answer"])
def test_other_answers_are_a_major_step(small: Questionnaire, changed: Changed, change: str) -> None:
    def rescale(raw: dict[str, Any]) -> None:
        options = raw["scales"][0]["options"]
        if change == "fewer points":
            del options[2]
        elif change == "other positive":
            options[2]["positive"] = True
        elif change == "other type":
            item_of(raw, "S1")["type"] = "multiple"
        else:
            item_of(raw, "N1")["options"].append({"code": "new", "text": "New"})

    found = changes_of(small, changed, rescale)
    assert {each.kind for each in found} == {ChangeKind.RESCALED}
    assert version_step(found) is VersionStep.MAJOR


def test_an_answer_in_other_words_is_reworded(small: Questionnaire, changed: Changed) -> None:
    def reword(raw: dict[str, Any]) -> None:
        item_of(raw, "N1")["options"][0]["text"] = "Slow connection"

    (found,) = changes_of(small, changed, reword)
    assert (found.kind, found.old) == (ChangeKind.REWORDED, "Internet · None of these")


def test_an_item_that_moves_to_another_section_and_id_is_followed(small: Questionnaire, changed: Changed) -> None:
    def move(raw: dict[str, Any]) -> None:
        item = raw["areas"][0]["items"].pop(1)
        change = {"comparable": True, "reason": "It fits better here.", "was": "A2"}
        raw["areas"][1]["items"].append({**item, "id": "B9", "change": change})

    new = changed(move)
    (found,) = compare_versions(small, new)
    assert (found.kind, found.item, found.old, found.new) == (ChangeKind.MOVED, "B9", "A/A2", "B/B9")
    assert origins(small, new)["B9"] == "A2"
    assert found.comparable
    assert version_step([found]) is VersionStep.MINOR


def test_asking_a_group_no_longer_is_major_and_asking_a_new_one_minor(small: Questionnaire, changed: Changed) -> None:
    def drop(raw: dict[str, Any]) -> None:
        del item_of(raw, "A1")["text"]["students"]

    without = changed(drop)
    (dropped,) = compare_versions(small, without)
    (asked,) = compare_versions(without, small)
    assert (dropped.kind, dropped.group, dropped.explanation_key) == (
        ChangeKind.REGROUPED,
        "students",
        "change.notasked",
    )
    assert asked.explanation_key == "change.asked"
    assert (version_step([dropped]), version_step([asked])) == (VersionStep.MAJOR, VersionStep.MINOR)


def test_a_level_that_is_no_longer_asked_is_named(small: Questionnaire, changed: Changed) -> None:
    def restrict(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["levels"] = ["upper"]

    (found,) = changes_of(small, changed, restrict)
    assert (found.kind, found.level, found.new) == (ChangeKind.REGROUPED, "lower", "")


def test_core_that_becomes_optional_is_a_change_of_status(small: Questionnaire, changed: Changed) -> None:
    def loosen(raw: dict[str, Any]) -> None:
        item_of(raw, "A1")["status"] = "optional"

    (found,) = changes_of(small, changed, loosen)
    assert (found.kind, found.old, found.new, found.comparable) == (ChangeKind.STATUS, "core", "optional", True)


def with_way(changed: Changed, go_to: str) -> Questionnaire:
    """A1 as a choice; whoever says no goes on with another item, or with the next one when it is empty."""

    def lead(raw: dict[str, Any]) -> None:
        no = {"code": "no", "text": "No", **({"go_to": go_to} if go_to else {})}
        item = item_of(raw, "A1")
        item |= {"type": "single", "scale": None, "options": [{"code": "yes", "text": "Yes"}, no]}
        raw["areas"][0]["items"] += [{**item_of(raw, "A2"), "id": each} for each in ("A8", "A9")]

    return changed(lead)


def test_an_answer_that_leads_elsewhere_is_told_with_the_items_that_others_now_answer(changed: Changed) -> None:
    plain, short, long = (with_way(changed, go_to) for go_to in ("", "A8", "A9"))
    order = [item.id for item in plain.items()]
    between = order[order.index("A1") + 1 : order.index("A8")]

    assert between
    found = compare_versions(plain, short)
    assert [(each.kind, each.item, each.new, each.comparable) for each in found] == [
        (ChangeKind.ROUTED, "A1", "No: A8", True),
        *((ChangeKind.PASSED, item, "A1: No", False) for item in between),
    ]
    assert version_step(found) is VersionStep.MAJOR
    further = compare_versions(short, long)
    assert [(each.kind, each.item, each.old) for each in further] == [
        (ChangeKind.ROUTED, "A1", "No: A8"),
        (ChangeKind.PASSED, "A8", ""),
    ]
    assert compare_versions(short, short) == ()


def test_a_way_between_items_with_new_ids_is_the_same_way(changed: Changed) -> None:
    before = with_way(changed, "A9")

    def rename(raw: dict[str, Any]) -> None:
        for item in raw["areas"][0]["items"]:
            if item["id"] in ("A1", "A9"):
                item["change"] = {"was": item["id"], "comparable": True, "reason": "A new id."}
                item["id"] += "0"
            for option in item.get("options") or ():
                if option.get("go_to"):
                    option["go_to"] = "A90"

    raw = before.model_dump(by_alias=True, mode="json")
    rename(raw)
    after = Questionnaire.model_validate(raw, strict=False)

    assert {change.kind for change in compare_versions(before, after)} == {ChangeKind.MOVED}


@pytest.mark.parametrize(
    ("old", "new", "is_spelling"),
    [
        ("We discuss our stratgey.", "We discuss our strategy.", True),
        ("We discuss our strategy", "We discuss our strategy.", True),
        ("We have not started.", "We have now started.", False),
        ("Students can choose.", "Students can't choose.", False),
        ("At least 3 lessons.", "At least 4 lessons.", False),
        ("There is less noise.", "There is loss noise.", False),
        ("We have devices.", "We all have devices.", False),
        ("They affect us.", "They effect us.", False),
        ("", "New help", False),
    ],
)
def test_spelling_never_changes_a_words_meaning(old: str, new: str, is_spelling: bool) -> None:
    assert is_spelling_correction(old, new) is is_spelling


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_rule_for_spelling_does_not_depend_on_the_direction(one: str, other: str) -> None:
    assert is_spelling_correction(one, other) == is_spelling_correction(other, one)


def test_the_projects_second_version_is_a_major_step_with_known_keys(
    questionnaires: Mapping[str, Questionnaire],
) -> None:
    """It dropped C10 and E5 and moved E4 to B6."""
    changes = compare_versions(questionnaires["schools/2021"], questionnaires["schools/2023"])
    removed = {change.item for change in changes if change.kind is ChangeKind.REMOVED}
    moved = {(change.old, change.new) for change in changes if change.kind is ChangeKind.MOVED}
    assert removed == {"C10", "E5"}
    assert ("E/E4", "B/B6") in moved
    assert version_step(changes) is VersionStep.MAJOR
    assert {change.explanation_key for change in changes} <= set(EXPLANATION_KEYS)


def test_a_trend_is_drawn_only_over_items_that_say_so(questionnaires: Mapping[str, Questionnaire]) -> None:
    versions = questionnaires["schools/2021"], questionnaires["schools/2023"]
    broken = {change.item for change in compare_versions(*versions) if not change.comparable}
    assert origins(*versions)["A1"] == "A1"
    assert origins(*versions)["B6"] == "E4"
    assert not {"A1", "B6"} & broken
    assert {"C3", "C8", "E1", "N2", "A7"} <= broken
