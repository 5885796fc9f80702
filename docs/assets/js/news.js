/* The filters of a list of news. The list stands whole without this script; what is chosen stands in the address. */
(function () {
  "use strict";
  var form = document.querySelector("form.sc-filter");
  if (!form) return;
  var rows = Array.prototype.slice.call(document.querySelectorAll(".sc-newslist tbody tr"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var said = form.querySelector("[role=status]");
  var fields = Array.prototype.slice.call(form.elements).filter(function (field) { return field.name; });

  function chosen() {
    return fields.filter(function (field) { return field.value.trim(); });
  }
  function fits(row, text) {
    return chosen().every(function (field) {
      var value = field.value.trim().toLowerCase();
      return field.name === "q"
        ? value.split(/\s+/).every(function (word) { return text.includes(word); })
        : (row.dataset[field.name] || "").split(" ").includes(value);
    });
  }
  function show() {
    var count = 0;
    rows.forEach(function (row, n) {
      row.hidden = !fits(row, texts[n]);
      if (!row.hidden) count += 1;
    });
    said.textContent = chosen().length ? count + " of " + rows.length + (count ? "" : ": nothing fits. Choose less.") : rows.length + " in all";
  }
  function keep() {
    var state = new URLSearchParams();
    chosen().forEach(function (field) { state.set(field.name, field.value.trim()); });
    var query = state.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }
  function read() {
    var state = new URLSearchParams(location.search);
    fields.forEach(function (field) { field.value = state.get(field.name) || ""; });
    show();
  }
  form.addEventListener("input", function () { show(); keep(); });
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(function () { show(); keep(); }); });
  addEventListener("popstate", read);
  form.hidden = false;
  read();
})();
