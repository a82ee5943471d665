"""Every kind of chart, in the browser: all texts whole and apart, in one typeface; marks that every eye tells apart."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

# The box of a line of text is higher than its letters.
FAULTS_OF_TEXT = """() => {
  const found = [];
  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => {
      const box = text.getBoundingClientRect();
      return { words: text.textContent, left: box.left, right: box.right, top: box.top + 3, bottom: box.bottom - 3 };
    });
    for (const [index, a] of boxes.entries()) {
      if (a.left < edge.left - 0.5 || a.right > edge.right + 0.5 || a.top < edge.top || a.bottom > edge.bottom)
        found.push(figure.dataset.name + ": leaves the drawing: " + a.words);
      if (a.words.includes("…")) found.push(figure.dataset.name + ": cut: " + a.words);
      for (const b of boxes.slice(index + 1))
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top))
          found.push(figure.dataset.name + ": " + a.words + " | " + b.words);
    }
  }
  return found;
}"""
