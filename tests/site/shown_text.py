"""Questions to a page in a browser about its text: is any cut, does one lie over another, is some still English."""

from __future__ import annotations

from typing import Any, Final

ALL_LAID_OUT: Final = "* { content-visibility: visible !important }"
ADD_STYLE: Final = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

CUT_TEXT: Final = """() => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!(element instanceof HTMLElement) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const hidesX = /hidden|clip/.test(style.overflowX), hidesY = /hidden|clip/.test(style.overflowY);
    // Words that only a screen reader says are cut away on purpose.
    if (!(hidesX || hidesY) || style.clipPath !== "none") continue;
    const isCut = (hidesX && element.scrollWidth > element.clientWidth + 1)
      || (hidesY && element.scrollHeight > element.clientHeight + 1);
    if (isCut) found.push(element.tagName + "." + element.className + ": " + element.textContent.trim().slice(0, 60));
  }
  return found.slice(0, 5);
}"""

TEXT_OVER_TEXT: Final = """() => {
  // Every line of every text is a box. Half of a box's height is the letters; above and below is the line's air.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange(), lines = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    let isSaidOnly = false, isPinned = false;
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      isSaidOnly ||= style.clipPath !== "none";
      isPinned ||= style.position === "sticky" || style.position === "fixed";
    }
    if (isSaidOnly || isPinned) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const { left, right, top, bottom, height, width } = box, air = height / 4;
      if (width > 1) lines.push({ node, left, right, top: top + air, bottom: bottom - air });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  const found = [], said = (line) => line.node.data.trim().slice(0, 40);
  lines.forEach((line, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < line.bottom - 1; next += 1) {
      const other = lines[next];
      const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left);
      if (other.node !== line.node && wide > 2) found.push(said(line) + " | " + said(other));
    }
  });
  return [...new Set(found)].slice(0, 5);
}"""

LEAVES_ITS_BOX: Final = """() => {
  // Words that stick out of what they stand in: over the edge of a box that has an edge, or of the window.
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!(element instanceof HTMLElement) || !element.clientWidth || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    if (style.overflowX !== "visible" || style.clipPath !== "none") continue;
    const hasEdge = parseFloat(style.borderInlineEndWidth) > 0 || style.backgroundColor !== "rgba(0, 0, 0, 0)";
    if ((hasEdge || /^(TD|TH|BUTTON)$/.test(element.tagName)) && element.scrollWidth > element.clientWidth + 1) {
      found.push(element.tagName + "." + element.className + ": " + element.textContent.trim().slice(0, 60));
    }
  }
  return found.slice(0, 5);
}"""

SAID_TEXTS: Final = """(language) => {
  // What a reader of the page's language sees or hears, but for code and what is marked as another language.
  const isOurs = (element) => {
    // Numbers of figures and codes of languages are the same everywhere.
    if (element.closest("script, style, code, pre, kbd, samp, .gz-figure-number, .gz-languages__code")) return false;
    return (element.closest("[lang]") || document.documentElement).lang === language;
  };
  const texts = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (isOurs(walker.currentNode.parentElement)) texts.push(walker.currentNode.data.trim());
  const names = ["aria-label", "title", "alt", "placeholder", "label", "aria-roledescription"];
  for (const element of document.querySelectorAll("*")) {
    if (!isOurs(element)) continue;
    for (const name of names) if (element.hasAttribute(name)) texts.push(element.getAttribute(name).trim());
    if (element.matches("meta[name=description], meta[property='og:title'], meta[property='og:description']")) {
      texts.push(element.content.trim());
    }
    for (const value of Object.values(element.dataset)) if (/\\s/.test(value.trim())) texts.push(value);
  }
  return [...new Set(texts)].filter(Boolean);
}"""


def lay_out(page: Any, *rules: str) -> None:
    """Lay out all of the page, also what is far from the window, with further rules."""
    page.evaluate(ADD_STYLE, " ".join((ALL_LAID_OUT, *rules)))


def sideways(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
