// Light or dark: what the reader chose here, else what the system asks for. Runs before anything is painted.
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function stored() {
    try { return window.localStorage.getItem("guzgu-scheme"); } catch (error) { return null; }
  }
  function isDark() {
    var choice = stored();
    return choice ? choice === "dark" : dark.matches;
  }
  function apply() {
    document.body.setAttribute("data-md-color-scheme", isDark() ? "slate" : "default");
    document.querySelectorAll(".gz-scheme").forEach(function (button) {
      button.setAttribute("aria-pressed", String(isDark()));
    });
  }
  window.guzguScheme = {
    apply: apply,
    toggle: function () {
      var next = isDark() ? "light" : "dark";
      // A choice equal to the system's is forgotten: then the page follows the system again.
      try {
        if ((next === "dark") === dark.matches) window.localStorage.removeItem("guzgu-scheme");
        else window.localStorage.setItem("guzgu-scheme", next);
      } catch (error) {
        document.body.setAttribute("data-md-color-scheme", next === "dark" ? "slate" : "default");
        return;
      }
      apply();
    }
  };
  apply();
  dark.addEventListener("change", apply);
})();
