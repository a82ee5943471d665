"""Certificates as PDFs: one for each person, or one for all. They never stand on the site, nor does any name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from generator.load.certificate_names import ListedName
from generator.model.output import OutputFile, PrintDocument
from generator.model.problem import Problem
from generator.model.project import Project
from generator.model.round import RoundSetting
from generator.render.certificates import BLANK, Recipient, Role, certificate_name, certificates_print
from generator.write.fonts import FontFile, undrawn_in, undrawn_letters
from generator.write.pdf import rendered_by

MOST_IN_ONE_FILE: Final = 200
"""Certificates in one PDF: so many took 17 seconds of a busy processor and 320 MB."""


@dataclass(frozen=True, slots=True)
class CertificateOrder:
    """Which certificates are wanted."""

    project: Project
    setting: RoundSetting
    """Of the round; not translated."""
    role: Role
    language: str
    is_one_file: bool = False


def undrawn_names(names: Sequence[ListedName], fonts: Sequence[FontFile]) -> Iterator[Problem]:
    """Names and schools with letters that no font of print has (B010), each at its place in the list."""
    for each in names:
        if problem := undrawn_in(each.name + each.school, each.place, fonts):
            yield problem


def certificate_files(
    order: CertificateOrder, names: Sequence[ListedName], fonts: Sequence[FontFile], executor: Executor
) -> Iterator[OutputFile | Problem]:
    """The PDFs, or why there is none. Without names: one certificate with lines to write on.

    Raises KeyError for a language that the project has not, ValueError for more names than one file takes.
    """
    if order.is_one_file and len(names) > MOST_IN_ONE_FILE:
        raise ValueError(f"one file takes at most {MOST_IN_ONE_FILE} certificates: divide the list, or make one each")
    recipients = [Recipient(each.name, each.school) for each in names] or [BLANK]
    blank = _document(order, [BLANK])
    # The words of the language; names were looked at one by one.
    yield from undrawn_letters([blank], fonts)
    if order.is_one_file or not names:
        documents = [_document(order, recipients)]
    else:
        documents = [_document(order, [each], number) for number, each in enumerate(recipients, 1)]
    styles = order.project.root / "site_templates" / "print"
    yield from rendered_by(executor, documents, styles)


def _document(order: CertificateOrder, recipients: Sequence[Recipient], number: int | None = None) -> PrintDocument:
    path = certificate_name(order.setting.id, order.role, order.language, number)
    return certificates_print(order.project, order.setting, order.role, order.language, recipients, path)
