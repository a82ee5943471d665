// Small comforts. Every page can be read and used without this file.
(function () {
  "use strict";

  function schemeButtons() {
    document.querySelectorAll(".gz-scheme").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", window.guzguScheme.toggle);
    });
    window.guzguScheme.apply();
  }

  // A menu of the header closes when the reader goes on elsewhere; the browser closes it only by its own button.
  function menu(details) {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
    document.addEventListener("click", function (event) {
      if (details.open && !details.contains(event.target)) details.open = false;
    });
  }

  // A table wider than its place scrolls in a box of its own, which the keyboard can reach. Boxes are measured when the
  // browser has laid them out anyway: a report has hundreds.
  function wideTables() {
    var names = new Map();
    var watch = new ResizeObserver(function (entries) {
      var scroll = entries.map(function (entry) { return entry.target.scrollWidth > entry.target.clientWidth + 1; });
      entries.forEach(function (entry, number) { markScrolling(entry.target, names.get(entry.target), scroll[number]); });
    });
    document.querySelectorAll(".gz-article table").forEach(function (table, number) {
      var box = table.closest(".gz-scroll");
      if (!box) {
        box = document.createElement("div");
        box.className = "gz-scroll";
        table.parentNode.insertBefore(box, table);
        box.appendChild(table);
      }
      names.set(box, nameOf(box, number));
      watch.observe(box);
    });
  }

  // A group, not a region: dozens of tables would drown the landmarks of the page.
  function markScrolling(box, name, scrolls) {
    // What the reader stands on keeps its focus.
    if (!scrolls && document.activeElement === box) return;
    var attributes = { tabindex: "0", role: "group", "aria-label": name.text, "aria-labelledby": name.id };
    Object.keys(attributes).forEach(function (key) {
      if (scrolls && attributes[key]) box.setAttribute(key, attributes[key]);
      else box.removeAttribute(key);
    });
  }

  // What the page calls the box, else the table's caption, else the heading above.
  function nameOf(box, number) {
    var name = { text: box.getAttribute("aria-label"), id: box.getAttribute("aria-labelledby") };
    if (name.text || name.id) return name;
    var words = box.querySelector("caption") || precedingHeading(box);
    if (words) name.id = words.id = words.id || "gz-table-" + number;
    return name;
  }

  function precedingHeading(element) {
    var headings = document.querySelectorAll(".gz-article h1, .gz-article h2, .gz-article h3");
    var last = null;
    headings.forEach(function (heading) {
      if (heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) last = heading;
    });
    return last;
  }

  // The list of headings shows where the reader is.
  function contents() {
    var links = Array.prototype.slice.call(document.querySelectorAll(".gz-toc a"));
    if (!links.length || !("IntersectionObserver" in window)) return;
    var byHeading = new Map();
    links.forEach(function (link) {
      var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) byHeading.set(heading, link);
    });
    var headings = Array.from(byHeading.keys());
    function mark() {
      var current = headings[0];
      headings.forEach(function (heading) {
        if (heading.getBoundingClientRect().top < 140) current = heading;
      });
      links.forEach(function (link) { link.removeAttribute("aria-current"); });
      if (current) byHeading.get(current).setAttribute("aria-current", "location");
    }
    var observer = new IntersectionObserver(mark, { rootMargin: "-120px 0px 0px 0px", threshold: [0, 1] });
    headings.forEach(function (heading) { observer.observe(heading); });
  }

  // On paper nothing stays folded.
  function printing() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll(".gz-article details:not([open])").forEach(function (details) {
        details.open = true;
        opened.push(details);
      });
    });
    window.addEventListener("afterprint", function () {
      opened.splice(0).forEach(function (details) { details.open = false; });
    });
  }

  function printButtons() {
    document.querySelectorAll(".gz-print").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  function article() {
    wideTables();
    contents();
    printButtons();
  }

  schemeButtons();
  document.querySelectorAll(".gz-header details").forEach(menu);
  article();
  printing();
  // A report that is unlocked in the page comes later.
  document.addEventListener("gz-article", article);
})();
