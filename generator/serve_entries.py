"""Which catalogue entry a text on a page comes from: for translators who look at the site while they work.

Nothing is added to a page when it is built: a script that `guzgu serve --ids` alone sends compares what a page shows
with what the catalogues say. So no build that can be published holds an id, and no escape rule has an exception.
"""

from __future__ import annotations

import json
from typing import Final

from generator.load.catalogues import catalogue_path
from generator.model.project import Project
from generator.render.search_index import plain_text
from generator.render.translation_links import catalogue_link
from generator.translation.messages import source_messages

ENTRIES_JS: Final = """
(() => {
  const language = document.documentElement.lang;
  const flat = (text) => text.replace(/\\s+/gu, " ").trim();
  const literal = new Map();
  const patterns = [];
  const box = document.createElement("aside");
  box.id = "guzgu-entry";
  box.hidden = true;
  Object.assign(box.style, {position: "fixed", inset: "auto 1rem 1rem 1rem", zIndex: 998, maxHeight: "40vh",
    overflow: "auto", padding: "0.75rem 1rem", border: "2px solid #0c5a6d", borderRadius: "8px", background: "#f3fafb",
    color: "#10262c", font: "14px/1.5 monospace", whiteSpace: "pre-wrap"});
  box.dir = "ltr";
  let marked = null;
  let isPinned = false;
  const found = (text) => {
    const shown = flat(text);
    if (!shown) return [];
    return literal.get(shown) || patterns.filter((each) => each.pattern.test(shown)).map((each) => each.entry);
  };
  // Some headings are put together of two texts: "Teachers: Lower secondary".
  const foundIn = (text) => {
    const whole = found(text);
    return whole.length ? whole : flat(text).split(/: | · /u).flatMap((part) => literal.get(part) || []);
  };
  const entriesOf = (target) => {
    for (let node = target; node && node !== document.body; node = node.parentElement) {
      if (node.textContent.length > 4000) return null;
      const whole = found(node.textContent);
      const texts = [...node.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE);
      const entries = whole.length ? whole : texts.flatMap((each) => foundIn(each.data));
      if (entries.length) return {node, entries};
    }
    return null;
  };
  const show = (hit) => {
    if (marked) marked.style.outline = "";
    marked = hit && hit.node;
    box.hidden = !hit;
    box.replaceChildren();
    if (!hit) return;
    marked.style.outline = "2px dashed #0c5a6d";
    for (const entry of hit.entries) {
      const line = document.createElement("div");
      line.textContent = `msgctxt ${entry.context || "(none)"}\\nmsgid   ${entry.msgid}\\n`;
      const place = document.createElement(entry.link ? "a" : "span");
      place.textContent = entry.place;
      if (entry.link) place.href = entry.link;
      line.append(place);
      box.append(line);
    }
  };
  fetch(`/guzgu-serve/entries/${language}.json`).then((answer) => answer.json()).then((entries) => {
    for (const entry of entries) {
      for (const text of entry.texts) {
        const shown = flat(text);
        if (/\\{[a-z_]+\\}/u.test(shown)) {
          const parts = shown.split(/\\{[a-z_]+\\}/u).map((part) => part.replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&"));
          const pattern = RegExp(`^${parts.join(".{1,200}?")}$`, "u");
          if (parts.join("").trim().length > 2) patterns.push({pattern, entry});
        } else {
          literal.set(shown, [...(literal.get(shown) || []), entry]);
        }
      }
    }
    document.body.append(box);
    document.addEventListener("mouseover", (event) => {
      if (!isPinned && !box.contains(event.target)) show(entriesOf(event.target));
    });
    document.addEventListener("click", (event) => {
      if (!event.altKey) return;
      event.preventDefault();
      isPinned = !isPinned;
      show(isPinned ? entriesOf(event.target) : null);
    }, true);
  });
})();
"""
"""Hovering shows the entry of a text below the page; Alt and a click keep it there, or let it go."""


def entries_json(project: Project, code: str) -> str:
    """Every message with the texts that a page of the language shows for it, and where its entry stands.

    Raises KeyError for a language that the project has not.
    """
    language = project.language(code)
    entries = []
    for message in source_messages(project):
        catalogue = language.catalogues.get(message.domain)
        found = catalogue.translations.get(message.key) if catalogue else None
        is_shown = found is not None and found.is_usable
        forms = found.forms if found and is_shown else tuple(filter(None, (message.text, message.plural)))
        place = message.places[0] if message.places else ""
        line = found.place.line if found else 0
        path = f"{found.place.path}:{line}" if found else ""
        # The words of rounds outside have catalogues that no code host knows.
        is_elsewhere = found is not None and found.place.path != catalogue_path(code, message.domain)
        entries.append(
            {
                "context": message.context,
                "msgid": message.text,
                # What Markdown marks does not stand on the page.
                "texts": sorted({*forms, *(plain_text(form) for form in forms)}),
                "place": path if line else str(place),
                "link": "" if is_elsewhere else catalogue_link(project, language, message.domain, line),
            }
        )
    return json.dumps(entries, ensure_ascii=False)
