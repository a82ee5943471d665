"""Sheets of paper that bring a school, or the ministry, the code of its reports. They never stand on the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.model.report_code import ReportCode
from generator.model.round import RoundSetting
from generator.render.environment import Interpreter, page_environment
from generator.render.qr import qr_data_uri
from generator.translation.round_strings import translate_setting

_OWN_MACHINE: Final = frozenset({"localhost", "127.0.0.1"})


class SiteAddressError(ValueError):
    """An address where no browser would open a sealed report; the message says what is needed."""


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """What a sheet says."""

    setting: RoundSetting
    """Not translated."""
    school: str
    """The school's name; empty on the ministry's sheet."""
    code: ReportCode
    site: str
    """The site's address, ending with a slash."""
    is_code_in_square: bool
    """Whether the square opens the report, or only the page where the code is typed."""
    contact: str
    """Whom to ask, as the coordinator wrote it; empty when nothing was said."""


def site_address(text: str) -> str:
    """The address of a site as it is printed, with a slash at the end. Raises SiteAddressError.

    Browsers open sealed reports over https, or on the reader's own machine.
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError as error:
        raise SiteAddressError(f"{text} is no address") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _OWN_MACHINE):
        raise SiteAddressError(f"{text} does not start with https://, without which no browser opens a sealed report")
    if not host or parts.query or parts.fragment or parts.username or any(sign.isspace() for sign in text):
        raise SiteAddressError(f"{text} is not the address of a site, such as https://example.org/guzgu/")
    return text.rstrip("/") + "/"


def code_sheet(project: Project, language: str, sheet: CodeSheet, path: str) -> PrintDocument:
    """A sheet in one language; `path` is what it is called. Raises KeyError for a language the project has not."""
    environment = page_environment(project.root / "site_templates", project.interface, project.language(language))
    setting = translate_setting(sheet.setting, project.language(language))
    address = f"{sheet.site}{language}/report/"
    square = f"{address}#{sheet.code.compact}" if sheet.is_code_in_square else address
    html = environment.get_template("print/code_sheet.html").render(
        setting=setting,
        school=sheet.school,
        groups=sheet.code.groups,
        address=address,
        contact=sheet.contact,
        is_code_in_square=sheet.is_code_in_square,
        square=qr_data_uri(square),
    )
    return PrintDocument(path, html, language)


def ministry_title(project: Project, language: str, setting: RoundSetting) -> str:
    """The title of the list that the ministry's code opens, in a language. `setting` is not translated."""
    spoken = project.language(language)
    title = str(translate_setting(setting, spoken).title)
    return Interpreter(project.interface, spoken).plain("code.bundle.title", round=title)
