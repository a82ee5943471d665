"""A reviewer's signature on disk: name and day in the catalogue's header, digests of what was read beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from generator.load.catalogues import PSEUDO_HEADER, REVIEWED_HEADER, catalogue_path, reviewed_path
from generator.model.catalogue import Catalogue, Domain
from generator.model.project import Project
from generator.translation.catalogue_file import canonical_headers
from generator.translation.format import catalogue_text
from generator.translation.messages import source_messages
from generator.translation.sign_off import usable_digests
from generator.write.catalogues import read_catalogue_file
from generator.write.whole_file import write_whole

MAX_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed of one catalogue."""

    path: str
    signed: int
    open: int
    """Messages without usable translation, which nobody can sign."""


def sign(
    project: Project, language: str, domains: Iterable[Domain], reviewer: str, day: datetime.date
) -> tuple[Signed, ...]:
    """Sign what is translated now, where something is.

    Raises ValueError for a name that is none, and for what cannot be signed.
    """
    name = " ".join(reviewer.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise ValueError(f"a reviewer's name has 1 to {MAX_NAME} letters")
    messages = source_messages(project)
    found: list[Signed] = []
    writes: list[tuple[str, str]] = []
    for domain in domains:
        path = catalogue_path(language, domain)
        own = [message for message in messages if message.domain is domain]
        catalogue = project.language(language).catalogues.get(domain) or Catalogue(language, domain)
        digests = usable_digests(catalogue, own)
        file = read_catalogue_file(project.root, language, domain)
        if PSEUDO_HEADER in file.headers:
            raise ValueError(f"{path} is invented; nobody can have reviewed it")
        if not digests:
            continue
        headers = canonical_headers(language, {**file.headers, "X-Reviewer": name, REVIEWED_HEADER: day.isoformat()})
        writes.append((reviewed_path(language, domain), "".join(f"{digest}\n" for digest in sorted(digests))))
        writes.append((path, catalogue_text(replace(file, headers=headers))))
        found.append(Signed(path, len(digests), len(own) - len(digests)))
    if not found:
        raise ValueError("nothing is translated there")
    for path, text in writes:
        write_whole(project.root / path, text.encode("utf-8"))
    return tuple(found)
