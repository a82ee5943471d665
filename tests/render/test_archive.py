"""Archives that depend on nothing but their members."""

from __future__ import annotations

import io
import zipfile

from generator.render.archive import archive


def test_members_come_back_in_their_order_at_the_earliest_date_there_is() -> None:
    members = [("b.txt", b"second" * 100), ("a/ə.txt", "ə".encode())]
    content = archive(members)

    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert [(entry.filename, opened.read(entry)) for entry in opened.infolist()] == members
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(content) < 600


def test_the_same_members_give_the_same_bytes() -> None:
    assert archive([("a", b"1")]) == archive([("a", b"1")])
