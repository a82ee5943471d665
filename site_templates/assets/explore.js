/* Charts answer to pointing and clicking when a reader asks for it: only then is Vega loaded, from this site.
   What a chart draws comes from the table of its figure, so it can never say more than the page. */
(function () {
  "use strict";

  var bundle = new URL("vega-bundle.js", document.currentScript.src).href;
  var source = document.getElementById("gz-charts");
  if (!source) return;
  var data = JSON.parse(source.textContent);
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
      row[table.dataset.gzColumns] = heads[cell.cellIndex];
      var share = cell.querySelector(".gz-share") || cell.querySelector("b");
      row.label = share ? text(share) : cell.dataset.percent;
      row.count = cell.firstChild && cell.firstChild.nodeType === 3 ? cell.firstChild.data.trim() : "";
      found.push(row);
    });
    return found;
  }

  function specification(figure) {
    var key = figure.dataset.gzChart;
    var narrow = figure.clientWidth < 600 && data.charts[key + "-narrow"];
    var spec = JSON.parse(JSON.stringify(narrow || data.charts[key]));
    var table = figure.querySelector("table[data-gz-rows]");
    if (!table || !spec.data || spec.data.name !== "table") return spec;
    spec.data = { values: rows(table) };
    if (spec.height && spec.height.step) {
      /* One step for each bar, as a number: Vega-Lite complains about steps in a chart as wide as its place. */
      var bars = spec.data.values.map(function (row) { return spec.encoding.yOffset ? row.group + "/" + row.answer : row.group; });
      spec.height = spec.height.step * new Set(bars).size;
    }
    return spec;
  }

  function explore(figure, button, status) {
    var drawn = figure.querySelector(".gz-chart");
    var live = document.createElement("div");
    var place = document.createElement("div");
    live.className = "gz-live";
    live.tabIndex = 0;
    place.className = "gz-live-place";
    if (data.charts[figure.dataset.gzChart + "-narrow"]) place.className += " gz-live-fits";
    live.append(place);
    status.textContent = data.words.loading;
    button.disabled = true;
    load().then(function (embed) {
      drawn.hidden = true;
      drawn.after(live);
      return embed(place, specification(figure), {
        ast: true, actions: false, defaultStyle: false, renderer: "svg", logLevel: 1, tooltip: { disableDefaultStyle: true }
      });
    }).then(function (result) {
      status.textContent = "";
      button.textContent = data.words.back;
      button.onclick = function () {
        result.finalize();
        live.remove();
        drawn.hidden = false;
        offer(figure, button, status);
      };
    }).catch(function () {
      live.remove();
      drawn.hidden = false;
      status.textContent = data.words.failed;
    }).then(function () {
      button.disabled = false;
    });
  }

  function offer(figure, button, status) {
    button.textContent = data.words.explore;
    button.onclick = function () { explore(figure, button, status); };
  }

  document.querySelectorAll("figure[data-gz-chart]").forEach(function (figure) {
    var button = figure.querySelector("[data-gz-explore]");
    if (!button || !data.charts[figure.dataset.gzChart]) return;
    offer(figure, button, figure.querySelector("[data-gz-status]"));
    button.closest(".gz-explore").hidden = false;
  });
})();
