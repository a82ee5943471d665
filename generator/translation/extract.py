"""Templates: what there is to translate, one `.pot` text for each domain."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.catalogue import Domain
from generator.model.project import Project
from generator.translation.catalogue_file import template
from generator.translation.format import catalogue_text
from generator.translation.messages import source_messages


def template_texts(project: Project) -> Mapping[str, str]:
    """The text of each template by its path in the project."""
    messages = source_messages(project)
    return {template_path(domain): catalogue_text(template(domain, messages)) for domain in Domain}


def template_path(domain: Domain) -> str:
    """Where the template of a domain lies, relative to the project."""
    return f"translations/templates/{domain}.pot"
