/* What the theme's search box does not do itself: wakes the worker when the box gets the focus, keeps the search to a
   shelf, leads to the page of all results, and lets other scripts ask the same worker. Stands before the theme's script,
   which makes the worker. */
(function () {
  "use strict";
  const Native = globalThis.Worker;
  let worker, waiting = [], asked = 0;
  const replies = new Map();

  /* Stands for the search's worker until there is something to ask: says that it is ready, and that an empty box has no
     results, without a file being fetched. */
  class Doorkeeper extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      worker = this;
      waiting.splice(0).forEach((message) => this.postMessage(message));
    }
    postMessage(message) {
      if (message.type === 0) this.say({type: 1});
      else if (!this.native && message.type === 2 && !message.data.trim()) this.say({type: 3, data: {items: []}});
      else this.hired().postMessage(message);
    }
    hired() {
      if (!this.native) {
        this.native = new Native(this.url);
        this.native.addEventListener("message", ({data}) => this.say(data));
      }
      return this.native;
    }
    say(data) {
      if ((data.type === 7 || data.type === 9) && replies.has(data.data.id)) {
        replies.get(data.data.id)(data.data);
        replies.delete(data.data.id);
      }
      setTimeout(() => this.dispatchEvent(new MessageEvent("message", {data})));
    }
    terminate() { if (this.native) this.native.terminate(); }
  }
  if (Native) {
    globalThis.Worker = function (url, options) {
      return /search\/worker\.js/.test(url) ? new Doorkeeper(url) : new Native(url, options);
    };
  }
  const tell = (message) => (worker ? worker.postMessage(message) : waiting.push(message));
  const ask = (type, data) => new Promise((resolve) => {
    const id = ++asked;
    replies.set(id, resolve);
    tell({type, data: {...data, id}});
  });

  /** For other scripts: a page of results; where a typed number leads ("" if nowhere or not to one place). */
  globalThis.siteSearch = {
    wake: () => tell({type: 5}),
    page: (question) => ask(6, question),
    place: (text) => ask(8, {text}).then(({place}) => place || ""),
  };

  const box = document.forms.search, shelves = box && box.parentNode.querySelector("[data-shelves]");
  if (!box) return;
  const all = box.parentNode.querySelector(".sc-shelfbar__all"), results = new URL(all.href);
  const shelf = () => shelves.querySelector("input:checked").value;

  function leadOn() {
    const url = new URL(results), text = box.query.value.trim();
    if (text) url.searchParams.set("q", text);
    if (shelf() !== "all") url.searchParams.set("in", shelf());
    all.href = url;
  }
  function keepShelf() {
    const url = new URL(location.href);
    if (shelf() === "all") url.searchParams.delete("in"); else url.searchParams.set("in", shelf());
    history.replaceState(history.state, "", url);
    tell({type: 4, data: shelf()});
    leadOn();
  }
  document.addEventListener("focusin", ({target}) => { if (target.name === "query" || target.id === "ask") globalThis.siteSearch.wake(); });
  box.query.addEventListener("input", leadOn);
  shelves.addEventListener("change", keepShelf);
  const given = new URL(location.href).searchParams.get("in"), chosen = given && shelves.querySelector(`input[value="${CSS.escape(given)}"]`);
  if (chosen) {
    chosen.checked = true;
    tell({type: 4, data: given});
  }

  /* The theme closes the box on Tab and takes other keys for the question: the shelves are reached and moved by keys first. */
  addEventListener("keydown", (event) => {
    const {target, key} = event;
    if (!box.parentNode.contains(target)) return;
    const inShelves = target.closest(".sc-shelfbar");
    if (key === "Tab" || (inShelves && key !== "Escape")) event.stopImmediatePropagation();
  }, true);
  box.parentNode.addEventListener("focusout", ({relatedTarget}) => {
    const toggle = document.getElementById("__search");
    if (relatedTarget && !box.parentNode.contains(relatedTarget) && toggle.checked) toggle.click();
  });
})();
