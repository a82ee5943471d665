// The calculator of a print page: sheets of paper from numbers of people. Without it the page shows examples.
(function () {
  "use strict";

  var form = document.getElementById("print-run");
  if (!form) return;
  var total = document.getElementById("run-total");
  var rooms = document.getElementById("run-rooms");
  var variant = document.getElementById("run-variant");
  var people = Array.from(form.querySelectorAll("input[data-gz-group]"));
  var rows = Array.from(form.querySelectorAll("tr[data-gz-copies]"));

  // What is no whole number from 0 upwards counts as nothing; the field says so itself.
  function numberOf(field) {
    if (!field || !field.validity.valid) return 0;
    return Math.floor(Number(field.value)) || 0;
  }

  function shown(number) {
    return number.toLocaleString(document.documentElement.lang);
  }

  // A paper of no group or no level is for all of them.
  function invited(row) {
    return people.reduce(function (sum, field) {
      var fits = ["gzGroup", "gzLevel"].every(function (name) {
        return !row.dataset[name] || row.dataset[name] === field.dataset[name];
      });
      return fits ? sum + numberOf(field) : sum;
    }, 0);
  }

  function copiesOf(row) {
    var count = invited(row);
    if (row.dataset.gzCopies === "person") return count;
    if (row.dataset.gzCopies === "room") return count ? numberOf(rooms) : 0;
    return count ? 1 : 0;
  }

  function show(row, sides, chosen) {
    var kind = row.dataset.gzShort && chosen === "short" ? "short" : "pages";
    var pages = Number(kind === "short" ? row.dataset.gzShort : row.dataset.gzPages);
    var copies = copiesOf(row);
    var sheets = copies * Math.ceil(pages / sides);
    row.hidden = !copies;
    row.cells[1].textContent = shown(copies);
    row.cells[2].textContent = shown(sheets);
    row.querySelectorAll("[data-gz-variant]").forEach(function (name) { name.hidden = name.dataset.gzVariant !== kind; });
    return sheets;
  }

  function update() {
    var sides = Number(document.getElementById("run-sides").value);
    var chosen = variant ? variant.value : "pages";
    var sheets = rows.reduce(function (sum, row) { return sum + show(row, sides, chosen); }, 0);
    var packs = Math.ceil(sheets / Number(total.dataset.gzPack));
    var said = total.dataset.gzTotal.replace("{sheets}", shown(sheets)).replace("{packs}", shown(packs));
    total.textContent = sheets ? said : total.dataset.gzNothing;
    document.getElementById("run-result").hidden = !sheets;
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  update();
})();
