/* Charts answer to pointing and clicking when a reader asks for it: only then is Vega loaded, from this site.
   What a chart draws comes from the table of its figure, so it can never say more than the page. */
(function () {
  "use strict";

  var bundle = new URL("vega-bundle.js", document.currentScript.src).href;
  var data = null;
  var loading = null;

  function load() {
    loading = loading || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = bundle;
      script.onload = function () { resolve(window.guzguEmbed); };
      script.onerror = function () { loading = null; script.remove(); reject(new Error(bundle)); };
      document.head.append(script);
    });
    return loading;
  }

  function text(node) {
    return node.textContent.replace(/\s+/g, " ").trim();
  }

  /* One row for each cell that has a number: what its row and its column are called, the number and how it is written. */
  function rows(table) {
    var heads = Array.from(table.tHead.rows[0].cells).map(text);
    var found = [];
    table.querySelectorAll("td[data-percent]").forEach(function (cell) {
      if (cell.dataset.percent === "") return;
      var row = { percent: Number(cell.dataset.percent), order: cell.cellIndex };
      row[table.dataset.gzRows] = text(cell.parentNode.cells[0]);
      var named = cell.querySelector("[data-gz-column]");
      row[table.dataset.gzColumns] = named ? text(named) : heads[cell.cellIndex];
      if (table.dataset.gzBodies) row[table.dataset.gzBodies] = text(cell.closest("tbody").rows[0].cells[0]);
      if (cell.dataset.all) row.all = Number(cell.dataset.all);
      var share = cell.querySelector("[data-gz-label]") || cell.querySelector(".gz-share") || cell.querySelector("b");
      row.label = share ? text(share) : cell.dataset.percent;
      row.count = cell.firstChild && cell.firstChild.nodeType === 3 ? cell.firstChild.data.trim() : "";
      found.push(row);
    });
    return found;
  }

  /* How many lines a name takes when no line has more letters than that: the rule of the chart's own labels. */
  function lines(name, letters) {
    return name.replace(new RegExp("(.{1," + letters + "})(?:\\s+|$)", "g"), "$1\n").trim().split("\n").length;
  }

  function different(values, name) {
    return Array.from(new Set(values.map(function (row) { return row[name]; })));
  }

  /* Charts of answers grow with their rows: charts.py says by how much. */
  function grown(spec, width) {
    var plan = spec.usermeta;
    var values = spec.data.values;
    var names = different(values, plan.rows);
    var height = plan.step + (plan.bars ? plan.bar * different(values, plan.bars).length : 0);
    if (plan.letter) {
      var letters = Math.max(8, Math.floor(width / plan.letter));
      var most = Math.max.apply(null, names.map(function (name) { return lines(name, letters); }).concat(1));
      height += plan.line * most;
      spec.params.forEach(function (param) {
        if (param.name === "letters") param.value = letters;
        if (param.name === "lines") param.value = most;
      });
    }
    spec.height = height * names.length;
    return spec;
  }

  function specification(figure, key) {
    var narrow = figure.clientWidth < 600 && data.charts[key + "-narrow"];
    var spec = JSON.parse(JSON.stringify(narrow || data.charts[key]));
    var table = figure.querySelector("table[data-gz-rows]");
    if (!table || !spec.data || spec.data.name !== "table") return spec;
    spec.data = { values: rows(table) };
    return spec.usermeta ? grown(spec, figure.clientWidth) : spec;
  }

  /* The place where a chart lives: it can be scrolled, also with the arrow keys. */
  function stage(figure) {
    var live = document.createElement("div");
    live.className = "gz-live";
    live.tabIndex = 0;
    live.setAttribute("role", "group");
    if (figure.hasAttribute("aria-labelledby")) live.setAttribute("aria-labelledby", figure.getAttribute("aria-labelledby"));
    else live.setAttribute("aria-label", data.words.explore);
    var place = document.createElement("div");
    place.className = "gz-live-place";
    live.append(place);
    return live;
  }

  /* Bars to 100 % or around a middle line: two buttons, where the page has both. */
  function arrangements(figure, show) {
    var keys = [figure.dataset.gzChart, figure.dataset.gzChart + "-diverging"];
    if (!data.charts[keys[1]]) return null;
    var group = document.createElement("span");
    group.className = "gz-arrangements";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", data.words.arrangement);
    var buttons = keys.map(function (key, index) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "gz-button gz-button--quiet";
      button.textContent = index ? data.words.diverging : data.words.stacked;
      button.setAttribute("aria-pressed", String(!index));
      button.onclick = function () {
        if (button.getAttribute("aria-pressed") === "true") return;
        buttons.forEach(function (each) { each.setAttribute("aria-pressed", String(each === button)); });
        show(key);
      };
      return button;
    });
    group.append(buttons[0], " ", buttons[1]);
    return group;
  }

  /* What a mark says when it is pointed at: texts only, where Vega's own would read them as HTML. */
  function tip(live, event, value) {
    var box = live.querySelector(".gz-tip");
    if (!box) {
      box = document.createElement("div");
      box.className = "gz-tip";
      live.append(box);
    }
    var pairs = value && typeof value === "object" ? Object.entries(value) : value ? [["", value]] : [];
    box.replaceChildren.apply(box, pairs.map(function (pair) {
      var line = document.createElement("p");
      var name = document.createElement("span");
      name.textContent = pair[0];
      line.append(name, " ", String(pair[1]));
      return line;
    }));
    box.hidden = !pairs.length;
    if (box.hidden) return;
    box.style.left = Math.max(0, Math.min(event.clientX + 10, innerWidth - box.offsetWidth - 10)) + "px";
    box.style.top = Math.max(0, Math.min(event.clientY + 10, innerHeight - box.offsetHeight - 10)) + "px";
  }

  function draw(embed, live, spec) {
    return embed(live.firstChild, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: "svg", logLevel: 1,
      tooltip: function (handler, event, item, value) { tip(live, event, value); }
    });
  }

  function explore(figure, button, status) {
    var drawn = figure.querySelector(".gz-chart");
    var live = stage(figure);
    var result = null;
    var choice = null;
    var wanted = Promise.resolve();

    function leave() {
      if (result) result.finalize();
      if (choice) choice.remove();
      live.remove();
      drawn.hidden = false;
      offer(figure, button, status);
    }

    function fail() {
      leave();
      status.textContent = data.words.failed;
    }

    function show(embed, key) {
      /* One after another: a reader may press faster than a chart is drawn. */
      wanted = wanted.then(function () {
        if (result) result.finalize();
        return draw(embed, live, specification(figure, key));
      }).then(function (done) { result = done; });
      return wanted;
    }

    status.textContent = data.words.loading;
    /* Busy, not disabled: a disabled button would drop the reader's focus. */
    button.setAttribute("aria-disabled", "true");
    button.onclick = null;
    load().then(function (embed) {
      drawn.hidden = true;
      drawn.after(live);
      return show(embed, figure.dataset.gzChart).then(function () {
        status.textContent = "";
        button.textContent = data.words.back;
        button.onclick = leave;
        choice = arrangements(figure, function (key) { show(embed, key).catch(fail); });
        if (choice) button.after(" ", choice);
      });
    }).catch(fail).then(function () {
      button.removeAttribute("aria-disabled");
    });
  }

  function offer(figure, button, status) {
    button.textContent = data.words.explore;
    button.onclick = function () { explore(figure, button, status); };
  }

  function start() {
    var source = document.getElementById("gz-charts");
    if (!source) return;
    data = JSON.parse(source.textContent);
    document.querySelectorAll("[data-gz-chart]").forEach(function (figure) {
      var button = figure.querySelector("[data-gz-explore]");
      if (!button || !data.charts[figure.dataset.gzChart]) return;
      offer(figure, button, figure.querySelector("[data-gz-status]"));
      button.closest(".gz-explore").hidden = false;
    });
  }

  start();
  /* A report that is unlocked in the page comes later. */
  document.addEventListener("gz-article", start);
})();
