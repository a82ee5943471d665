"""Which earlier numbers may stand beside today's: the same question, reworded, broken, or not asked then."""

from __future__ import annotations

import copy
import dataclasses
import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.history import Continuity, EarlierRound, histories, shown_before
from generator.compute.publication import publish
from generator.model.project import Project, SiteSettings
from generator.model.questionnaire import Questionnaire
from generator.model.released import (
    EVERYBODY,
    Distribution,
    Mark,
    Position,
    ReleasedResults,
    ReleasedSchool,
    Slice,
)
from generator.model.results import Round

Raw: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[[Raw], None]
Versions: TypeAlias = Mapping[str, Questionnaire]
Changed = Callable[[Edit], Questionnaire]
MakeRound = Callable[..., Round]
SAME, REWORDED, BROKEN, NEW = Continuity.SAME, Continuity.REWORDED, Continuity.BROKEN, Continuity.NEW
LEVELS = ("lower", "upper")
LOWER, UPPER = Slice("level", "lower"), Slice("level", "upper")


def versions_after(changed: Changed, *edits: Edit) -> Versions:
    """Version 1 is the small questionnaire; each edit changes the raw data further and makes the next one."""
    made = [changed(lambda _: None)]

    def edit_up_to(last: int) -> Edit:
        def edit(raw: Raw) -> None:
            for number, each in enumerate(edits[:last], start=2):
                raw |= {"version": str(number), "revises": str(number - 1), "removed": []}
                for item in (item for section in raw["areas"] + raw["blocks"] for item in section["items"]):
                    item.pop("change", None)
                each(raw)

        return edit

    made += [changed(edit_up_to(last)) for last in range(1, len(edits) + 1)]
    return {version.key: version for version in made}


def item_of(raw: Raw, item_id: str) -> Raw:
    found: Raw = next(
        item for section in raw["areas"] + raw["blocks"] for item in section["items"] if item["id"] == item_id
    )
    return found


def declare(item: Raw, comparable: bool, **more: str) -> None:
    item["change"] = {"comparable": comparable, "reason": "Said by the writer.", **more}


def reword(item_id: str, text: str, comparable: bool | None = None, group: str = "teachers") -> Edit:
    def edit(raw: Raw) -> None:
        item = item_of(raw, item_id)
        item["text"][group] = text
        if comparable is not None:
            declare(item, comparable)

    return edit


def rename(old: str, new: str, text: str = "") -> Edit:
    def edit(raw: Raw) -> None:
        item = item_of(raw, old)
        item["id"] = new
        item["text"]["teachers"] = text or item["text"]["teachers"]
        declare(item, True, was=old)

    return edit


def nothing(_: Raw) -> None:
    """A version like the one before."""


def report(
    version: str = "1",
    year: int = 2021,
    school: str = "",
    shown: Mapping[Position, Distribution] | None = None,
    instrument: str = "schools",
    setting: Any = None,
) -> ReleasedResults:
    from tests.compute.conftest import SETTING

    opened = datetime.date(year, 5, 2)
    update = {"id": str(year), "questionnaire": f"{instrument}/{version}", "opened": opened, "closed": opened}
    return ReleasedResults(
        setting=(setting or SETTING).model_copy(update=update),
        school=ReleasedSchool(school, school, {}) if school else None,
        slices=(EVERYBODY, LOWER, UPPER),
        groups=("leaders", "teachers", "students"),
        participation={},
        distributions=shown or {},
        areas={},
    )


def before(versions: Versions, old: str = "1", shown: Mapping[Position, Distribution] | None = None) -> EarlierRound:
    """The round of version `old`, as the newest version sees it."""
    newest = list(versions.values())[-1].version
    (found,) = histories([report(old, 2021, shown=shown), report(newest, 2022)], versions)["2022", ""]
    return found


def continuity(earlier: EarlierRound, item: str, group: str = "teachers", slice_: Slice = EVERYBODY) -> Continuity:
    return earlier.continuity_of(Position(slice_, group, item), LEVELS)


def test_a_round_of_the_same_version_asked_the_same(small: Questionnaire) -> None:
    earlier = before({small.key: small})
    assert set(earlier.continuity.values()) == {SAME}
    assert earlier.origins == {item.id: item.id for item in small.items()}


def test_everything_that_todays_version_asks_has_a_continuity(small: Questionnaire) -> None:
    asked = {
        (item.id, group, level)
        for item in small.items()
        for group in ("leaders", "teachers", "students")
        for level in LEVELS
        if item.is_asked_of(group, level)
    }
    assert set(before({small.key: small}).continuity) == asked


@pytest.mark.parametrize(
    ("text", "comparable", "found"),
    [
        ("We plan together.", True, REWORDED),
        ("We plan together.", False, BROKEN),
        ("We plan together.", None, BROKEN),
        ("A1 as teacherss read it.", None, REWORDED),  # spelling
    ],
)
def test_other_words_are_reworded_or_broken_for_the_group_that_reads_them(
    changed: Changed, text: str, comparable: bool | None, found: Continuity
) -> None:
    earlier = before(versions_after(changed, reword("A1", text, comparable)))
    assert {continuity(earlier, "A1", slice_=slice_) for slice_ in (EVERYBODY, LOWER, UPPER)} == {found}
    assert continuity(earlier, "A1", "students") is SAME


def test_a_wording_for_one_level_concerns_that_level_and_all_together(changed: Changed) -> None:
    def edit(raw: Raw) -> None:
        item_of(raw, "A1")["text_by_level"] = {"upper": {"teachers": "In our training centre we plan."}}

    earlier = before(versions_after(changed, edit))
    assert continuity(earlier, "A1", slice_=LOWER) is SAME
    assert continuity(earlier, "A1", slice_=UPPER) is BROKEN
    assert continuity(earlier, "A1") is BROKEN


def test_a_level_that_keeps_its_own_wording_is_not_broken_by_the_wording_of_others(changed: Changed) -> None:
    def own_wording(raw: Raw) -> None:
        item_of(raw, "A1")["text_by_level"] = {"upper": {"teachers": "In our training centre we plan."}}

    versions = versions_after(changed, own_wording, reword("A1", "We plan together."))
    earlier = before(versions, "2")
    assert continuity(earlier, "A1", slice_=UPPER) is SAME
    assert continuity(earlier, "A1", slice_=LOWER) is BROKEN


@pytest.mark.parametrize("comparable", [True, False])
def test_an_explanation_in_other_words_is_at_least_reworded(changed: Changed, comparable: bool) -> None:
    def edit(raw: Raw) -> None:
        item_of(raw, "A1")["help"] = {"teachers": "To plan means to write down who does what."}
        declare(item_of(raw, "A1"), comparable)

    earlier = before(versions_after(changed, edit))
    assert continuity(earlier, "A1") is (REWORDED if comparable else BROKEN)
    assert continuity(earlier, "A1", "students") is SAME


@pytest.mark.parametrize(("comparable", "found"), [(True, REWORDED), (None, BROKEN), (False, BROKEN)])
def test_another_question_above_the_rows_of_a_section_changes_all_its_items(
    changed: Changed, comparable: bool | None, found: Continuity
) -> None:
    def edit(raw: Raw) -> None:
        raw["areas"][1]["stem"] = {"teachers": "How often, in the last year?"}
        if comparable is not None:
            declare(item_of(raw, "B1"), comparable)

    earlier = before(versions_after(changed, edit))
    assert continuity(earlier, "B1") is found
    assert continuity(earlier, "B1", "leaders") is (BROKEN if comparable is False else SAME)


def test_what_the_writer_says_counts_even_where_nothing_differs_to_the_eye(changed: Changed) -> None:
    earlier = before(versions_after(changed, lambda raw: declare(item_of(raw, "A1"), False)))
    assert continuity(earlier, "A1") is BROKEN


@pytest.mark.parametrize("edit", ["fewer points", "other positive", "other order", "other codes", "other type"])
def test_no_word_of_the_writer_makes_other_scales_compare(changed: Changed, edit: str) -> None:
    def rescale(raw: Raw) -> None:
        options = raw["scales"][0]["options"]
        if edit == "fewer points":
            del options[2]
        elif edit == "other positive":
            options[2]["positive"] = True
        elif edit == "other order":
            options[:5] = options[4::-1]
        elif edit == "other codes":
            options[0]["code"] = "0"
        else:
            item_of(raw, "A1").update(type="single", scale=None, options=options)
        declare(item_of(raw, "A1"), True)

    assert continuity(before(versions_after(changed, rescale)), "A1") is BROKEN


def test_a_score_on_another_range_does_not_compare(changed: Changed) -> None:
    def edit(raw: Raw) -> None:
        item_of(raw, "V1")["score"]["to"] = 5
        declare(item_of(raw, "V1"), True)

    assert continuity(before(versions_after(changed, edit)), "V1") is BROKEN


@pytest.mark.parametrize("edit", ["answer", "end of the score", "does not apply", "one more choice"])
def test_answers_that_changed_a_little_are_reworded_when_the_writer_says_so(changed: Changed, edit: str) -> None:
    item_id = {"end of the score": "V1", "one more choice": "N1"}.get(edit, "A1")

    def change(raw: Raw) -> None:
        if edit == "answer":
            raw["scales"][0]["options"][0]["text"] = "Not at all"
        elif edit == "end of the score":
            item_of(raw, "V1")["score"]["low"] = "Not good at all"
        elif edit == "does not apply":
            del raw["scales"][0]["options"][5]
        else:
            item_of(raw, "N1")["options"].append({"code": "space", "text": "Space"})
        declare(item_of(raw, item_id), True)

    earlier = before(versions_after(changed, change))
    assert continuity(earlier, item_id) is REWORDED
    undeclared = {"end of the score": "A1"}.get(edit, "A2" if item_id == "A1" else "A1")
    assert continuity(earlier, undeclared) is (BROKEN if item_id == "A1" else SAME)


def test_an_item_group_or_level_that_was_not_asked_then_is_new(changed: Changed) -> None:
    def ask_more(raw: Raw) -> None:
        raw["areas"][0]["items"].append({**copy.deepcopy(item_of(raw, "A1")), "id": "A9"})
        item_of(raw, "B1")["text"]["students"] = "B1 as students read it."
        item_of(raw, "B2")["levels"] = []

    earlier = before(versions_after(changed, ask_more))
    assert continuity(earlier, "A9") is NEW
    assert (continuity(earlier, "B1", "students"), continuity(earlier, "B1")) == (NEW, SAME)
    assert (continuity(earlier, "B2", slice_=LOWER), continuity(earlier, "B2", slice_=UPPER)) == (NEW, SAME)
    assert continuity(earlier, "B2") is NEW
    assert earlier.distribution(Position(EVERYBODY, "teachers", "A9")) is None


def test_a_level_that_the_version_before_did_not_have_is_new_although_the_item_is_asked_of_all(
    changed: Changed,
) -> None:
    def add_level(raw: Raw) -> None:
        raw["levels"].append({"id": "adult", "title": "Adults", "short": "Adults"})

    earlier = before(versions_after(changed, add_level))
    assert continuity(earlier, "A1", slice_=Slice("level", "adult")) is NEW
    assert earlier.continuity_of(Position(EVERYBODY, "teachers", "A1"), (*LEVELS, "adult")) is NEW
    assert continuity(earlier, "A1", slice_=LOWER) is SAME


@pytest.mark.parametrize("edit", ["item", "questionnaire"])
def test_all_levels_together_do_not_compare_when_one_of_them_answered_then_and_does_not_now(
    changed: Changed, edit: str
) -> None:
    def drop_level(raw: Raw) -> None:
        if edit == "item":
            item_of(raw, "A1")["levels"] = ["lower"]
        else:
            del raw["levels"][1]
            for section in raw["areas"] + raw["blocks"]:
                section["items"] = [item for item in section["items"] if item["id"] != "B2"]

    earlier = before(versions_after(changed, drop_level))
    assert continuity(earlier, "A1") is BROKEN
    assert continuity(earlier, "A1", slice_=Slice("region", "north")) is BROKEN
    assert continuity(earlier, "A1", slice_=LOWER) is SAME


def test_an_item_that_is_not_asked_in_a_slice_is_new_there(small: Questionnaire) -> None:
    earlier = before({small.key: small})
    assert continuity(earlier, "B2", slice_=LOWER) is NEW
    assert continuity(earlier, "B1", "students") is NEW
    assert continuity(earlier, "OWN1") is NEW


def test_an_item_is_new_in_a_slice_whose_levels_it_is_no_longer_asked_of(changed: Changed) -> None:
    earlier = before(versions_after(changed, lambda raw: item_of(raw, "A1").update(levels=["lower"])))
    assert earlier.continuity_of(Position(Slice("type", "vet"), "teachers", "A1"), ["upper"]) is NEW


@pytest.mark.parametrize("slice_", [EVERYBODY, Slice("region", "north")])
def test_a_slice_over_several_levels_takes_the_least_favourable(changed: Changed, slice_: Slice) -> None:
    def edit(raw: Raw) -> None:
        item_of(raw, "A1")["text_by_level"] = {"upper": {"teachers": "In our training centre we plan."}}
        declare(item_of(raw, "A1"), True)

    earlier = before(versions_after(changed, edit))
    assert continuity(earlier, "A1", slice_=slice_) is REWORDED
    assert earlier.continuity_of(Position(slice_, "teachers", "A1"), ["lower"]) is SAME


@pytest.mark.parametrize(
    ("first", "second", "since_first", "since_second"),
    [
        (True, None, REWORDED, SAME),
        (False, None, BROKEN, SAME),
        (None, True, REWORDED, REWORDED),
        (None, False, BROKEN, BROKEN),
        (True, False, BROKEN, BROKEN),
        (False, True, BROKEN, REWORDED),
        (True, True, REWORDED, REWORDED),
    ],
)
def test_over_three_versions_the_least_favourable_step_counts(
    changed: Changed,
    first: bool | None,
    second: bool | None,
    since_first: Continuity,
    since_second: Continuity,
) -> None:
    edits = [
        nothing if comparable is None else reword("A1", f"We plan together, {year}.", comparable)
        for year, comparable in (("first", first), ("second", second))
    ]
    versions = versions_after(changed, *edits)
    assert continuity(before(versions, "1"), "A1") is since_first
    assert continuity(before(versions, "2"), "A1") is since_second


def test_a_question_that_got_its_old_words_back_is_still_reworded(changed: Changed) -> None:
    versions = versions_after(
        changed, reword("A1", "We plan together.", True), reword("A1", "A1 as teachers read it.", True)
    )
    assert continuity(before(versions, "1"), "A1") is REWORDED


def test_an_item_that_moved_twice_is_followed_to_the_id_it_had(changed: Changed) -> None:
    versions = versions_after(changed, rename("A2", "A7"), rename("A7", "B9", "A2 in other words."))
    there = Position(LOWER, "teachers", "A2")
    then = Distribution(Mark.SHOWN, {"5": 20}, n=20)
    earlier = before(versions, "1", {there: then})
    assert earlier.origins["B9"] == "A2"
    assert "A2" not in earlier.origins
    assert earlier.distribution(Position(LOWER, "teachers", "B9")) is then
    assert continuity(earlier, "B9") is REWORDED
    assert continuity(earlier, "B9", "students") is SAME


def test_two_items_that_changed_their_ids_with_each_other_are_not_mistaken(changed: Changed) -> None:
    def swap(raw: Raw) -> None:
        first, second = item_of(raw, "A1"), item_of(raw, "A2")
        first["id"], second["id"] = "A2", "A1"
        declare(first, True, was="A1")
        declare(second, True, was="A2")

    earlier = before(versions_after(changed, swap))
    assert (earlier.origins["A1"], earlier.origins["A2"]) == ("A2", "A1")


def test_an_item_that_came_in_the_second_version_is_new_against_the_first_alone(changed: Changed) -> None:
    def add(raw: Raw) -> None:
        raw["areas"][0]["items"].append({**copy.deepcopy(item_of(raw, "A1")), "id": "A9"})

    versions = versions_after(changed, add, reword("A9", "Other words.", True))
    assert continuity(before(versions, "1"), "A9") is NEW
    assert continuity(before(versions, "2"), "A9") is REWORDED


def test_a_group_that_a_version_between_did_not_ask_breaks_the_line(changed: Changed) -> None:
    """It was asked then, so it is not new; but nobody said that the numbers compare."""

    def drop(raw: Raw) -> None:
        del item_of(raw, "A1")["text"]["teachers"]

    versions = versions_after(changed, drop, reword("A1", "A1 as teachers read it."))
    assert continuity(before(versions, "1"), "A1") is BROKEN
    assert continuity(before(versions, "2"), "A1") is NEW
    assert continuity(before(versions, "1"), "A1", "students") is SAME


def test_a_level_that_a_version_between_did_not_have_breaks_the_line(changed: Changed) -> None:
    def drop(raw: Raw) -> None:
        item_of(raw, "A1")["levels"] = ["lower"]

    def ask_again(raw: Raw) -> None:
        item_of(raw, "A1")["levels"] = []

    versions = versions_after(changed, drop, ask_again)
    assert continuity(before(versions, "1"), "A1", slice_=UPPER) is BROKEN
    assert continuity(before(versions, "1"), "A1", slice_=LOWER) is SAME
    assert continuity(before(versions, "2"), "A1", slice_=UPPER) is NEW


def test_earlier_rounds_of_the_same_instrument_come_oldest_first(changed: Changed) -> None:
    versions = versions_after(changed, nothing)
    reports = [report("1", year) for year in (2020, 2018, 2019)]
    found = histories([*reports, report("2", 2021)], versions)
    assert [each.released.setting.id for each in found["2021", ""]] == ["2018", "2019", "2020"]
    assert [each.released.setting.id for each in found["2019", ""]] == ["2018"]
    assert found["2018", ""] == ()


def test_rounds_of_other_instruments_and_of_unrelated_or_later_versions_are_left_out(changed: Changed) -> None:
    versions = dict(versions_after(changed, nothing))
    other = changed(lambda raw: raw.update(instrument="colleges"))
    alone = changed(lambda raw: raw.update(version="3"))
    versions |= {other.key: other, alone.key: alone}
    reports = [
        report("1", 2016, instrument="colleges"),
        report("3", 2017),
        report("9", 2018),
        report("2", 2019),
        report("1", 2020),
    ]
    assert histories(reports, versions)["2020", ""] == ()


def test_a_round_is_not_before_one_that_opened_on_the_same_day(small: Questionnaire) -> None:
    twin = report(year=2021)
    twin = dataclasses.replace(twin, setting=twin.setting.model_copy(update={"id": "twin"}))
    assert set(histories([report(year=2021), twin], {small.key: small}).values()) == {()}


def test_versions_that_revise_each_other_do_not_go_back_for_ever(changed: Changed) -> None:
    versions = {
        version.key: version
        for version in (
            changed(lambda raw: raw.update(version="1", revises="2")),
            changed(lambda raw: raw.update(version="2", revises="1")),
        )
    }
    assert histories([report("9", 2020), report("2", 2021)], versions)["2021", ""] == ()


def test_a_school_sees_its_own_earlier_rounds_and_the_system_the_systems(small: Questionnaire) -> None:
    reports = [report(year=year, school=school) for year in (2020, 2021) for school in ("", "S1", "S2")]
    found = histories(reports, {small.key: small})
    assert set(found) == {(year, school) for year in ("2020", "2021") for school in ("", "S1", "S2")}
    for school in ("", "S1", "S2"):
        (earlier,) = found["2021", school]
        assert (earlier.released.school.id if earlier.released.school else "") == school


def test_nothing_is_said_of_a_school_in_a_round_in_which_it_did_not_agree_to_be_named(
    small: Questionnaire, make_small_round: MakeRound
) -> None:
    rows = {(school, "lower", "students"): (20, {"A1": {"4": 20}}) for school in ("S1", "S2")}
    rounds = []
    for year, public in ((2021, "S1"), (2022, "S1 S2")):
        made = make_small_round(rows, public=public)
        day = datetime.date(year, 5, 2)
        setting = made.setting.model_copy(update={"id": str(year), "opened": day, "closed": day})
        rounds.append(dataclasses.replace(made, setting=setting))
    project = Project(
        root=Path(),
        settings=SiteSettings(languages=("en",)),
        questionnaires={small.key: small},
        own_questions=(),
        rounds=tuple(rounds),
        published=(),
        guides=(),
        interface={},
        languages=(),
        places={},
    )
    published = publish(project)
    now = {each.school.id: each for each in published.schools if each.school and each.setting.id == "2022"}
    assert [each.released.setting.id for each in published.earlier_of(now["S1"])] == ["2021"]
    assert published.earlier_of(now["S2"]) == ()
    assert published.system_of(now["S2"]) is published.rounds[1]
    assert [each.released for each in published.earlier_of(published.rounds[1])] == [published.rounds[0]]


@pytest.mark.parametrize(
    ("mark", "comparable", "is_found"),
    [(Mark.SHOWN, True, True), (Mark.SHOWN, False, False), (Mark.HIDDEN, True, False), (Mark.NOBODY, True, False)],
)
def test_a_change_is_counted_only_from_what_was_shown_and_compares(
    changed: Changed, mark: Mark, comparable: bool, is_found: bool
) -> None:
    place = Position(LOWER, "teachers", "A1")
    then = Distribution(mark, {})
    earlier = before(versions_after(changed, reword("A1", "We plan together.", comparable)), "1", {place: then})
    assert shown_before(earlier, place, LEVELS) is (then if is_found else None)
    assert shown_before(earlier, place._replace(slice=UPPER), LEVELS) is None


def _edit(kind: str, number: int, comparable: bool) -> Edit:
    """One of many things that happen to items between versions; nothing when it cannot happen any more."""

    def edit(raw: Raw) -> None:
        items = [item for section in raw["areas"] + raw["blocks"] for item in section["items"]]
        item = items[number % len(items)]
        group = sorted(item["text"])[number % len(item["text"])]
        if kind == "reword":
            item["text"][group] = f"Words of version {raw['version']}."
        elif kind == "move":
            declare(item, comparable, was=item["id"])
            item["id"] = f"{item['id'][0]}{raw['version']}{number}"
        elif kind == "levels":
            item["levels"] = [LEVELS[number % 2]] if not item.get("levels") else []
        elif kind == "groups" and len(item["text"]) > 1:
            del item["text"][group]
        elif kind == "ask":
            for each in ("leaders", "teachers", "students"):
                item["text"].setdefault(each, f"{item['id']} as {each} read it.")
        elif kind == "remove":
            raw["areas"][0]["items"] = raw["areas"][0]["items"][:1]
        if kind in {"reword", "levels"} and comparable:
            declare(item, comparable)

    return edit


edits = st.builds(
    _edit,
    st.sampled_from(["reword", "move", "levels", "groups", "ask", "remove", "nothing"]),
    st.integers(0, 8),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(edits, min_size=1, max_size=4))
def test_new_means_not_asked_then_and_the_same_means_the_same_words(changed: Changed, made: list[Edit]) -> None:
    versions = versions_after(changed, *made)
    first, last = versions["schools/1"], list(versions.values())[-1]
    earlier = before(versions, "1")
    assert set(earlier.origins.values()) <= {item.id for item in first.items()}
    for reader, found in earlier.continuity.items():
        origin = earlier.origins.get(reader.item)
        was_asked = origin is not None and first.item(origin).is_asked_of(reader.group, reader.level)
        assert (found is NEW) == (not was_asked)
        if origin is not None and found is SAME:
            texts = [
                version.item(name).wording(reader.group, reader.level)
                for version, name in ((first, origin), (last, reader.item))
            ]
            assert texts[0] == texts[1]
