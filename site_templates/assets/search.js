// The search of one language. The engine and the index load when the reader opens it for the first time, as scripts, so that
// it also works from a disk. Letters are folded on both sides: `mekteb` finds məktəb, `infrastruktur` finds İnfrastruktur.
(function () {
  "use strict";

  var LONGEST_LIST = 20;
  var SNIPPET = 170;
  var dialog = document.querySelector(".gz-search");
  if (!dialog || typeof dialog.showModal !== "function") return;
  var input = dialog.querySelector(".gz-search__input");
  var status = dialog.querySelector(".gz-search__status");
  var list = dialog.querySelector(".gz-search__results");
  var index = null;
  var loading = null;

  // One letter stays one letter, so that a place in the folded text is the place in the text itself.
  function foldLetter(letter) {
    if (letter === "ı" || letter === "I" || letter === "İ") return "i";
    var base = letter.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    return base === "ə" ? "e" : base.charAt(0) || " ";
  }

  function fold(text) {
    return Array.from(text.normalize("NFC"), foldLetter).join("");
  }

  function words(text) {
    return fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function loadScript(address) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  function load() {
    loading = loading || Promise.all([loadScript(dialog.dataset.engine), loadScript(dialog.dataset.index)]).then(build);
    return loading;
  }

  function build() {
    var entries = window.guzguSearch;
    index = window.lunr(function () {
      var builder = this;
      builder.pipeline.reset();
      builder.searchPipeline.reset();
      builder.tokenizer.separator = /[^\p{L}\p{N}]+/u;
      builder.ref("number");
      builder.field("title", { boost: 8 });
      builder.field("section", { boost: 5 });
      builder.field("text");
      entries.forEach(function (entry, number) {
        builder.add({ number: number, title: fold(entry[1]), section: fold(entry[2]), text: fold(entry[3]) });
      });
    });
  }

  // The word itself counts most, then words that begin with it, then words that differ in one letter.
  function scoresOf(word) {
    var scores = new Map();
    index.query(function (query) {
      query.term(word, { boost: 10 });
      query.term(word, { boost: 4, wildcard: window.lunr.Query.wildcard.TRAILING });
      if (word.length > 4) query.term(word, { boost: 1, editDistance: 1 });
    }).forEach(function (hit) { scores.set(hit.ref, hit.score); });
    // Azerbaijani and Russian words carry endings: without a hit, the beginning of the word is tried.
    return scores.size || word.length < 6 ? scores : scoresOf(word.slice(0, -1));
  }

  function search(text) {
    var found = words(text).map(scoresOf);
    if (!found.length) return [];
    var all = new Map();
    found.forEach(function (scores) {
      scores.forEach(function (score, ref) {
        var before = all.get(ref) || { words: 0, score: 0 };
        all.set(ref, { words: before.words + 1, score: before.score + score });
      });
    });
    var most = Math.max.apply(null, Array.from(all.values(), function (value) { return value.words; }).concat(0));
    return Array.from(all)
      .filter(function (pair) { return pair[1].words === most; })
      .sort(function (a, b) { return b[1].score - a[1].score || Number(a[0]) - Number(b[0]); })
      .map(function (pair) { return window.guzguSearch[Number(pair[0])]; });
  }

  // Text with the places marked at which one of the words begins.
  function marked(text, wanted) {
    var fragment = document.createDocumentFragment();
    var letters = Array.from(text.normalize("NFC"));
    var folded = letters.map(foldLetter).join("");
    var done = 0;
    places(folded, wanted).forEach(function (place) {
      if (place[0] < done) return;
      fragment.append(letters.slice(done, place[0]).join(""));
      var mark = document.createElement("mark");
      mark.textContent = letters.slice(place[0], place[1]).join("");
      fragment.append(mark);
      done = place[1];
    });
    fragment.append(letters.slice(done).join(""));
    return fragment;
  }

  function places(folded, wanted) {
    var found = [];
    wanted.forEach(function (word) {
      for (var at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        if (at === 0 || /[^\p{L}\p{N}]/u.test(folded.charAt(at - 1))) found.push([at, at + word.length]);
      }
    });
    return found.sort(function (a, b) { return a[0] - b[0]; });
  }

  function snippet(text, wanted) {
    var letters = Array.from(text.normalize("NFC"));
    var first = places(letters.map(foldLetter).join(""), wanted)[0];
    var start = first ? Math.max(0, first[0] - 50) : 0;
    while (start > 0 && letters[start - 1] !== " ") start -= 1;
    var end = Math.min(letters.length, start + SNIPPET);
    return (start ? "… " : "") + letters.slice(start, end).join("").trim() + (end < letters.length ? " …" : "");
  }

  function result(entry, wanted) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    link.href = dialog.dataset.root + entry[0];
    var title = document.createElement("span");
    title.className = "gz-search__title";
    title.append(marked(entry[2] || entry[1], wanted));
    link.append(title);
    if (entry[2]) {
      var page = document.createElement("span");
      page.className = "gz-search__page";
      page.append(marked(entry[1], wanted));
      link.append(page);
    }
    if (entry[3]) {
      var text = document.createElement("span");
      text.className = "gz-search__text";
      text.append(marked(snippet(entry[3], wanted), wanted));
      link.append(text);
    }
    link.addEventListener("click", function () { dialog.close(); });
    item.append(link);
    return item;
  }

  function show() {
    var text = input.value.trim();
    list.replaceChildren();
    status.textContent = "";
    if (!text || !index) return;
    var hits = search(text);
    var wanted = words(text);
    status.textContent = hits.length ? dialog.dataset.found.replace("{count}", hits.length) : dialog.dataset.none;
    hits.slice(0, LONGEST_LIST).forEach(function (entry) { list.append(result(entry, wanted)); });
  }

  function open() {
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
    load().then(show).catch(function () { status.textContent = dialog.dataset.failed; });
  }

  function move(step) {
    var stops = [input].concat(Array.from(list.querySelectorAll("a")));
    var next = stops[stops.indexOf(document.activeElement) + step];
    if (next) next.focus();
  }

  document.querySelectorAll(".gz-search-open").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", open);
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  dialog.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.click();
  });
  dialog.querySelector(".gz-search__close").addEventListener("click", function () { dialog.close(); });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", function (event) {
    // Browsers let the first Escape only empty the field.
    if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  });
  input.addEventListener("input", show);
})();
