"""The cache gives back what was put in, or nothing."""

from pathlib import Path

from generator.write.cache import Cache, digest, digest_of_files


def test_cached_bytes_come_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(digest(["key"]), b"content")

    assert cache.get(digest(["key"])) == b"content"


def test_unknown_key_gives_nothing(tmp_path: Path) -> None:
    assert Cache(tmp_path).get(digest(["key"])) is None


def test_entry_with_any_flipped_byte_counts_as_missing(tmp_path: Path) -> None:
    key = digest(["key"])
    Cache(tmp_path).put(key, b"content")
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = entry.read_bytes()
    for position in range(len(whole)):
        entry.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])

        assert Cache(tmp_path).get(key) is None


def test_entries_that_are_no_longer_needed_are_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept, withdrawn = digest(["kept"]), digest(["withdrawn"])
    cache.put(kept, b"1")
    cache.put(withdrawn, b"2")
    cache.keep_only([kept])

    assert (cache.get(kept), cache.get(withdrawn)) == (b"1", None)


def test_digest_tells_where_one_part_ends() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_digest_of_files_does_not_depend_on_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    for path in paths:
        path.write_text(path.name)

    assert digest_of_files(paths, tmp_path) == digest_of_files(reversed(paths), tmp_path)
