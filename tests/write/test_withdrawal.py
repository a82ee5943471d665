"""What a build kept about a school that withdrew is forgotten, however the builds in between ended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.write import release
from generator.write.release import Staging, build_folder, current_release, remove_older
from generator.write.withdrawal import forget_withdrawn, is_settled, settle, shown_schools

ONE, BOTH = frozenset({"2023/S01"}), frozenset({"2023/S01", "2023/S02"})
LANGUAGES = ("az", "en")


def publish(root: Path, *schools: str) -> None:
    staging = Staging(root)
    staging.add("az/results/2023/index.html", b"all")
    for school in schools:
        staging.add(f"az/results/2023/schools/{school}/index.html", school.encode())
    staging.publish("inputs")


def keep(root: Path) -> None:
    """What a build leaves behind: a rendered tree for each language, and PDFs."""
    for path in ("cache/ab/cdef", "languages/az/page", "languages/en/page", "languages/ru/page"):
        file = build_folder(root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("S02")


def kept(root: Path) -> set[str]:
    return {path.name for folder in ("cache", "languages") for path in (build_folder(root) / folder).glob("*")}


def finished(root: Path, schools: frozenset[str]) -> None:
    """A build that came to its end."""
    forget_withdrawn(root, schools, LANGUAGES, keeps_pdfs=True)
    keep(root)
    settle(root, schools)


def test_a_build_is_settled_when_it_ended_with_the_schools_that_are_public_now(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)

    assert is_settled(tmp_path, BOTH)
    assert not is_settled(tmp_path, ONE)


def test_a_build_that_was_killed_is_not_settled(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)
    forget_withdrawn(tmp_path, BOTH, LANGUAGES, keeps_pdfs=True)

    assert not is_settled(tmp_path, BOTH)


def test_a_project_that_was_never_built_is_not_settled(tmp_path: Path) -> None:
    assert not is_settled(tmp_path, frozenset())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"finished": true}', '{"finished": 1, "schools": ["2023/S01"]}'])
def test_a_note_that_cannot_be_trusted_is_none(tmp_path: Path, text: str) -> None:
    finished(tmp_path, ONE)
    (build_folder(tmp_path) / "schools.json").write_text(text)

    assert not is_settled(tmp_path, ONE)


def test_pdfs_and_other_languages_stay_while_nobody_withdraws(tmp_path: Path) -> None:
    """A quick look without PDFs in one language must not cost the next build all of them."""
    finished(tmp_path, ONE)
    forget_withdrawn(tmp_path, BOTH, ["en"], keeps_pdfs=False)

    assert kept(tmp_path) == {"ab", "az", "en", "ru"}


def test_after_a_withdrawal_nothing_stays_that_the_build_does_not_make_anew(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)
    forget_withdrawn(tmp_path, ONE, ["en"], keeps_pdfs=False)

    assert kept(tmp_path) == {"en"}


def test_a_build_with_pdfs_removes_those_that_it_does_not_need_itself(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)
    forget_withdrawn(tmp_path, ONE, LANGUAGES, keeps_pdfs=True)

    assert kept(tmp_path) == {"ab", "az", "en"}


def test_what_a_killed_build_kept_about_a_school_is_known_to_the_next(tmp_path: Path) -> None:
    """S02 agrees; the build is killed; S02 withdraws: the shown site never had it, but the folder may."""
    finished(tmp_path, ONE)
    forget_withdrawn(tmp_path, BOTH, LANGUAGES, keeps_pdfs=True)
    keep(tmp_path)

    assert not is_settled(tmp_path, ONE)
    forget_withdrawn(tmp_path, ONE, ["en"], keeps_pdfs=False)
    assert kept(tmp_path) == {"en"}


def test_it_is_still_known_when_the_next_build_is_killed_too(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)
    forget_withdrawn(tmp_path, ONE, LANGUAGES, keeps_pdfs=True)
    keep(tmp_path)
    forget_withdrawn(tmp_path, ONE, ["en"], keeps_pdfs=False)

    assert kept(tmp_path) == {"en"}


def test_what_nobody_knows_anything_about_is_forgotten(tmp_path: Path) -> None:
    """Kept by a version of Güzgü that took no note."""
    keep(tmp_path)
    forget_withdrawn(tmp_path, ONE, ["en"], keeps_pdfs=False)

    assert kept(tmp_path) == {"en"}


def test_the_note_names_only_schools_that_are_public_once_a_build_ended(tmp_path: Path) -> None:
    finished(tmp_path, BOTH)
    finished(tmp_path, ONE)

    assert "S02" not in (build_folder(tmp_path) / "schools.json").read_text()


def test_shown_schools_are_those_with_a_page(tmp_path: Path) -> None:
    assert shown_schools(tmp_path) == frozenset()
    publish(tmp_path, "S01", "S02")

    assert shown_schools(tmp_path) == BOTH


def test_shown_schools_are_known_without_the_manifest(tmp_path: Path) -> None:
    publish(tmp_path, "S01", "S02")
    shown = current_release(tmp_path)
    assert shown is not None
    shown.with_name(f"{shown.name}.json").write_text("{")

    assert shown_schools(tmp_path) == BOTH


def test_what_a_killed_build_left_is_removed_without_a_new_one(tmp_path: Path) -> None:
    publish(tmp_path, "S01")
    releases = build_folder(tmp_path) / "releases"
    (releases / "0123/az").mkdir(parents=True)
    (releases / "0123/az/S02").write_text("S02")
    (releases / "0123.json").write_text("S02")
    (releases / "tmp-1").mkdir()
    (tmp_path / "site.new").symlink_to(".build/releases/0123")

    assert remove_older(tmp_path) == ()
    shown = current_release(tmp_path)
    assert shown is not None
    assert {path.name for path in releases.iterdir()} == {shown.name, f"{shown.name}.json"}
    assert not (tmp_path / "site.new").is_symlink()
    assert (tmp_path / "site/az/results/2023/schools/S01/index.html").is_file()


def test_a_release_that_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, "S01")
    (build_folder(tmp_path) / "releases/0123").mkdir()
    monkeypatch.setattr(release.shutil, "rmtree", lambda *_, **__: None)

    assert remove_older(tmp_path) == ("0123",)


def test_somebodys_own_site_folder_is_no_release_and_nothing_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, "S01")
    (tmp_path / "site").unlink()
    shutil.copytree(build_folder(tmp_path) / "releases", tmp_path / "site")

    assert remove_older(tmp_path) == ()
    assert list((build_folder(tmp_path) / "releases").iterdir())
