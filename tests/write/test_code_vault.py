"""The vault keeps the secrets of codes apart from everything that is published, and never loses or repeats one."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.questionnaire import SCHOOL_ID_PATTERN
from generator.write.code_vault import CodeVault, RoundCodes, VaultError, open_vault
from generator.write.private_folder import PrivateFolderError

schools = st.from_regex(SCHOOL_ID_PATTERN, fullmatch=True)
rounds = st.from_regex(r"[a-z0-9][a-z0-9-]{0,19}", fullmatch=True)
KEY = bytes(range(32))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def vault(tmp_path: Path, project: Path) -> CodeVault:
    """A vault with a key for the round 2023."""
    made = open_vault(tmp_path / "vault", project, is_made=True)
    assert made.issue("2023")
    return made


def codes(vault: CodeVault) -> RoundCodes:
    found = vault.codes("2023")
    assert found is not None
    return found


def test_vault_and_keys_are_for_their_owner_alone(vault: CodeVault) -> None:
    vault.rotate("2023", "S01")

    assert vault.folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in vault.folder.iterdir()} == {
        "2023.key": 0o600,
        "2023.rotations.json": 0o600,
    }
    assert len((vault.folder / "2023.key").read_bytes()) == 32


def test_key_is_made_once_and_never_replaced(vault: CodeVault) -> None:
    before = (vault.folder / "2023.key").read_bytes()

    assert not vault.issue("2023")
    assert (vault.folder / "2023.key").read_bytes() == before


def test_each_round_has_its_own_key(vault: CodeVault) -> None:
    vault.issue("2024")
    other = vault.codes("2024")

    assert other is not None
    assert other.key != codes(vault).key
    assert vault.codes("2025") is None


def test_of_many_who_issue_at_once_one_makes_the_key(tmp_path: Path, project: Path) -> None:
    vault = open_vault(tmp_path / "vault", project, is_made=True)
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(vault.issue("2023"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 7 + [True]


def test_rotation_replaces_one_code_and_no_other(vault: CodeVault) -> None:
    before = codes(vault)
    version = vault.rotate("2023", "S01")
    after = codes(vault)

    assert version == 2
    assert after.code_of("S01") != before.code_of("S01")
    assert after.code_of("S02") == before.code_of("S02")
    assert after.code_of_ministry == before.code_of_ministry
    assert after.digest != before.digest


def test_rotation_of_the_ministry_leaves_the_schools_their_codes(vault: CodeVault) -> None:
    before = codes(vault)
    vault.rotate("2023", None)
    vault.rotate("2023", "S01")
    after = codes(vault)

    assert (after.ministry, after.schools) == (2, {"S01": 2})
    assert after.code_of_ministry != before.code_of_ministry
    assert after.code_of("S02") == before.code_of("S02")


def test_rotation_needs_a_key(vault: CodeVault) -> None:
    with pytest.raises(VaultError, match="codes issue"):
        vault.rotate("2024", "S01")


@given(rounds, st.lists(schools, min_size=2, max_size=8, unique=True), st.integers(1, 3))
def test_no_two_schools_versions_or_the_ministry_share_a_code(round_id: str, ids: list[str], version: int) -> None:
    found = set()
    for each in (version, version + 1):
        made = RoundCodes(round_id, KEY, dict.fromkeys(ids, each), each)
        found |= {made.code_of(school) for school in ids} | {made.code_of_ministry}

    assert len(found) == 2 * (len(ids) + 1)


def test_code_needs_an_id_that_cannot_be_mistaken() -> None:
    with pytest.raises(ValueError, match="has an id"):
        RoundCodes("2023", KEY).code_of("")
    with pytest.raises(ValueError, match=r"no \|"):
        RoundCodes("2023", KEY).code_of("S01|2")


def test_key_does_not_show_in_a_log() -> None:
    assert repr(KEY)[2:-1] not in repr(RoundCodes("2023", KEY))


def test_vault_that_is_missing_is_refused(tmp_path: Path, project: Path) -> None:
    with pytest.raises(PrivateFolderError, match="cannot be used"):
        open_vault(tmp_path / "nowhere", project)


def test_vault_inside_the_project_is_refused_and_not_made(project: Path) -> None:
    with pytest.raises(PrivateFolderError, match="apart from the project"):
        open_vault(project / "private" / "vault", project, is_made=True)
    assert not (project / "private").exists()


def test_vault_that_holds_the_project_is_refused(tmp_path: Path, project: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(PrivateFolderError, match="apart from the project"):
        open_vault(tmp_path, project)


def test_link_that_leads_into_the_project_is_refused(tmp_path: Path, project: Path) -> None:
    (project / "inside").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(project / "inside")
    with pytest.raises(PrivateFolderError, match="apart from the project"):
        open_vault(tmp_path / "link", project)


def test_links_in_a_circle_are_refused(tmp_path: Path, project: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "link")
    with pytest.raises(PrivateFolderError):
        open_vault(tmp_path / "link", project)


def test_vault_inside_a_git_work_tree_is_refused(tmp_path: Path, project: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "other")], check=True)
    (tmp_path / "other" / "vault").mkdir(mode=0o700)
    with pytest.raises(PrivateFolderError, match="git work tree"):
        open_vault(tmp_path / "other" / "vault", project)


def test_vault_that_is_a_file_is_refused(tmp_path: Path, project: Path) -> None:
    (tmp_path / "vault").write_text("")
    with pytest.raises(PrivateFolderError, match="not a folder"):
        open_vault(tmp_path / "vault", project)


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o720, 0o777, 0o701])
def test_vault_that_others_may_use_is_refused(vault: CodeVault, project: Path, mode: int) -> None:
    vault.folder.chmod(mode)
    with pytest.raises(PrivateFolderError, match="chmod 700"):
        open_vault(vault.folder, project)


@pytest.mark.parametrize("name", ["2023.key", "2023.rotations.json"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_file_that_others_may_use_is_refused(vault: CodeVault, name: str, mode: int) -> None:
    vault.rotate("2023", "S01")
    (vault.folder / name).chmod(mode)
    with pytest.raises(VaultError, match="chmod 600"):
        vault.codes("2023")


def test_key_behind_a_link_is_refused(vault: CodeVault, tmp_path: Path) -> None:
    key = vault.folder / "2023.key"
    key.rename(tmp_path / "elsewhere")
    key.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VaultError, match="link"):
        vault.codes("2023")


def test_key_that_is_a_folder_is_refused(vault: CodeVault) -> None:
    (vault.folder / "2024.key").mkdir(mode=0o700)
    with pytest.raises(VaultError, match="plain file"):
        vault.codes("2024")


@pytest.mark.parametrize("length", [0, 31, 33, 100_000])
def test_key_of_another_length_is_refused(vault: CodeVault, length: int) -> None:
    (vault.folder / "2023.key").write_bytes(bytes(length))
    with pytest.raises(VaultError, match="instead of 32"):
        vault.codes("2023")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"schools": []}', '{"schools": {"S01": 0}, "ministry": 1}', "[" * 100_000, "\udcff",
     '{"schools": {"S01": "2"}, "ministry": 1}', '{"schools": {}, "ministry": true}',
     '{"schools": {}, "ministry": 1.5}'],
)  # fmt: skip
def test_rotations_that_cannot_be_read_are_refused(vault: CodeVault, text: str) -> None:
    """To take them for none would bring back codes that were replaced."""
    path = vault.folder / "2023.rotations.json"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(VaultError, match="restore it"):
        vault.codes("2023")


def test_lost_key_is_not_made_anew_where_codes_were_replaced(vault: CodeVault) -> None:
    vault.rotate("2023", "S01")
    (vault.folder / "2023.key").unlink()
    with pytest.raises(VaultError, match="restore the key"):
        vault.issue("2023")


def test_nothing_but_the_versions_stands_in_the_rotations(vault: CodeVault) -> None:
    vault.rotate("2023", "S02")
    vault.rotate("2023", "S01")
    vault.rotate("2023", "S01")

    stored = json.loads((vault.folder / "2023.rotations.json").read_text(encoding="utf-8"))
    assert stored == {"schools": {"S01": 3, "S02": 2}, "ministry": 1}
