"""What reviewers of a translation read: every text beside its translation, on paper or on a screen without network."""

from __future__ import annotations

from typing import Any

from generator.model.output import PrintDocument
from generator.model.project import Project
from generator.render.environment import page_environment
from generator.render.site_pages import own_name
from generator.translation.review import Review, ReviewState


def review_name(review: Review) -> str:
    """What the files of a review are called, without ending: `review-az-guides`."""
    return f"review-{review.language}-{review.domain.value}"


def review_print(
    project: Project, review: Review, revision: str = "", *, is_changes_only: bool = False
) -> PrintDocument:
    """A review for print. `revision` is what it is compared with, as a reader names it."""
    html = _document(project, review, revision, is_changes_only=is_changes_only, is_page=False)
    return PrintDocument(f"{review_name(review)}.pdf", html, review.language)


def review_page(project: Project, review: Review, revision: str = "", *, is_changes_only: bool = False) -> str:
    """The same as a page that stands alone: its styles are in it, and it may load nothing."""
    return _document(project, review, revision, is_changes_only=is_changes_only, is_page=True)


def _document(project: Project, review: Review, revision: str, *, is_changes_only: bool, is_page: bool) -> str:
    language = project.language(review.language)
    environment = page_environment(project.root / "site_templates", project.interface, language)
    words: Any = environment.globals["tp"]
    name = own_name(review.language)
    subject = words(f"status.domain.{review.domain.value}")
    return environment.get_template("print/review.html").render(
        review=review.changes_only() if is_changes_only else review,
        rows=review.rows,
        has_before=any(row.before and row.before.forms for row in review.rows),
        translated=review.count(ReviewState.TRANSLATED),
        fuzzy=review.count(ReviewState.FUZZY),
        missing=review.count(ReviewState.MISSING),
        name=name,
        revision=revision,
        is_changes_only=is_changes_only,
        is_page=is_page,
        footer=((words("review.title", subject=subject),), (name, revision) if revision else (name,)),
    )
