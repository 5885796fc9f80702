/* A small card beside a citation or an acronym, while the pointer is on it or it has the focus: number, title and first
   words of what is cited; what the letters stand for and what that means. It stands below or above the line, stays while
   the pointer is on it, and goes with Escape. On a touch screen the first tap on an acronym shows its card, the second
   follows it to the glossary. */
(function () {
  "use strict";
  const WAIT = 350, LINGER = 200, GAP = 6, ENOUGH = 240;  // milliseconds, pixels, characters
  const base = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/?$/, "/"), location.href);
  const crowded = matchMedia("(pointer: coarse), (max-width: 44.9375em)");

  const card = document.createElement("div");
  card.className = "sc-preview";
  card.id = "sc-preview";
  card.setAttribute("role", "tooltip");
  let current = null, opening = 0, closing = 0;

  /* ---- What to say ------------------------------------------------------------------------------------------------ */

  const isTerm = (link) => link.classList.contains("sc-term");

  /* Only an acronym's first link on the page says what it stands for. The card takes the place of the browser's tooltip. */
  const expansions = new Map();
  for (const term of document.querySelectorAll("a.sc-term")) {
    if (term.title) expansions.set(term.hash, term.title);
    term.setAttribute("aria-description", expansions.get(term.hash));
    term.removeAttribute("title");
  }

  function explained(node) {
    const link = node.closest && node.closest("a.sc-cite, a.sc-term");
    if (!link || isTerm(link)) return link || null;
    return crowded.matches ? null : cited(link);
  }

  function cited(link) {
    if (link.classList.contains("sc-cite--official") || !link.hash || link.origin !== location.origin) return null;
    return link.pathname.startsWith(base.pathname) ? link : null;
  }

  const squeezed = (text) => text.replace(/\s+/g, " ").trim();

  function shortened(words) {
    if (words.length <= ENOUGH) return words;
    const ends = [...words.slice(0, ENOUGH + 1).matchAll(/(?<!\d)(?<!\b[A-Z])[.?!](?=\s)/g)].map((end) => end.index + 1);
    const last = ends.at(-1) || 0;
    return last > ENOUGH / 3 ? words.slice(0, last) : words.slice(0, ENOUGH).replace(/[\s,;:]*\s\S*$/, "") + " …";
  }

  /* [title, words] from the page that is open; the build writes the same for the others. */
  function fromThisPage(anchor) {
    const target = document.getElementById(anchor);
    if (!target) return null;
    if (target.matches("figure")) {
      const caption = target.querySelector("figcaption").cloneNode(true), table = target.querySelector("table");
      caption.querySelectorAll(".sc-n").forEach((number) => number.remove());
      return [squeezed(caption.textContent), shortened(table ? shape(table) : prose(target))];
    }
    const title = target.querySelector(".t");
    const words = target.matches("h1") ? prose(document.querySelector(".sc-manual")) : prose(target.parentNode);
    return [title ? squeezed(title.textContent) : target.matches("h1") ? squeezed(target.lastChild.textContent) : "", shortened(words)];
  }

  function shape(table) {
    const rows = table.tBodies[0].rows.length;
    const heads = [...table.tHead.rows[0].cells].map((cell) => squeezed(cell.textContent)).filter((head) => /\p{L}/u.test(head));
    return `A table of ${rows} row${rows === 1 ? "" : "s"}: ${heads.join(", ")}.`;
  }

  /* The words of a section: its own, or else those of the first numbered text below it. */
  function prose(section) {
    const blocks = section ? [...section.querySelectorAll("p, li")] : [];
    const plain = blocks.filter((block) => !block.closest(".sc-tools, .admonition, table, li p") && squeezed(block.textContent));
    const first = plain[0] && plain[0].closest("section, figure, .sc-manual");
    return squeezed(plain.filter((block) => block.closest("section, figure, .sc-manual") === first).map((block) => block.textContent).join(" "));
  }

  const fetched = new Map();
  function fromItsPage(link, anchor) {
    const page = link.pathname.slice(base.pathname.length).replace(/\/$/, "");
    const address = new URL(`assets/leads/${page}.json`, base).href;
    if (!fetched.has(address)) fetched.set(address, fetch(address).then((reply) => (reply.ok ? reply.json() : {}), () => ({})));
    return fetched.get(address).then((leads) => leads[anchor]);
  }

  /* ---- Showing it ------------------------------------------------------------------------------------------------- */

  function show(link) {
    const anchor = decodeURIComponent(link.hash.slice(1)).replace(/\.$/, "");
    const here = !isTerm(link) && link.pathname === location.pathname ? fromThisPage(anchor) : null;
    const known = isTerm(link) ? [expansions.get(link.hash), ""] : null;  // if the definition does not come
    Promise.resolve(here || fromItsPage(link, anchor)).then((found) => {
      const lead = found || known;
      if (!lead || current !== link) return;
      const [title, words] = lead;
      card.replaceChildren(...[["n", isTerm(link) ? link.textContent : named(anchor)], ["t", title], ["w", words]]
        .filter(([, text]) => text)
        .map(([name, text]) => Object.assign(document.createElement("p"), {className: `sc-preview__${name}`, textContent: text})));
      document.body.append(card);
      place(link);
      link.setAttribute("aria-describedby", card.id);
    });
  }

  function named(anchor) {
    const mark = /\.([TF])\d+[A-Z]?(-\d+)?$/.exec(anchor), whole = /^(C|AP)(\d+(?:-Legacy)?)$/.exec(anchor);
    if (whole) return `${whole[1] === "C" ? "Chapter" : "Appendix"} ${whole[2]}`;
    return `${mark ? {T: "Table", F: "Figure"}[mark[1]] : "Section"} ${anchor.replace(/-\d+$/, "")}.`;
  }

  /* Below the last line of the citation, or above its first where there is no room: never over it. */
  function place(link) {
    const lines = [...link.getClientRects()], first = lines[0], last = lines.at(-1);
    const frame = (card.offsetParent || document.documentElement).getBoundingClientRect();
    const wide = document.documentElement.clientWidth, high = innerHeight, size = card.getBoundingClientRect();
    const below = last.bottom + GAP + size.height <= high - GAP || first.top < size.height + header();
    const left = Math.max(GAP, Math.min(last.left, wide - size.width - GAP));
    card.style.left = `${left - frame.left}px`;
    card.style.top = `${(below ? last.bottom + GAP : first.top - GAP - size.height) - frame.top}px`;
    card.classList.toggle("sc-preview--above", !below);
  }

  function header() {
    const bar = document.querySelector(".md-header");
    return bar ? bar.getBoundingClientRect().bottom : 0;
  }

  function close() {
    clearTimeout(opening);
    clearTimeout(closing);
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    card.remove();
  }

  function open(link, wait = WAIT) {
    clearTimeout(closing);
    if (link === current) return;
    close();
    current = link;
    opening = setTimeout(show, wait, link);
  }

  function leave() {
    clearTimeout(closing);
    closing = setTimeout(close, LINGER);  // long enough to reach the card
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card.contains(event.target)) return clearTimeout(closing);
    const link = explained(event.target);
    if (link) open(link); else if (current && current !== document.activeElement) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = explained(event.target);
    if (link && link.matches(":focus-visible")) open(link);
  });
  document.addEventListener("click", (event) => {
    const link = explained(event.target), touched = event.pointerType === "touch" || matchMedia("(hover: none)").matches;
    if (!link || !isTerm(link) || !touched || event.detail === 0) return;  // detail 0: by keyboard
    if (link === current && card.isConnected) return;  // the second tap follows the link
    event.preventDefault();
    open(link, 0);  // at once
  });
  document.addEventListener("pointerdown", (event) => {
    if (current && !current.contains(event.target) && !card.contains(event.target)) close();
  });
  document.addEventListener("focusout", (event) => { if (event.target === current) leave(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && card.isConnected) close(); });
  addEventListener("scroll", () => {
    if (!current || !card.isConnected) return;
    const line = current.getBoundingClientRect();
    if (line.bottom < header() || line.top > innerHeight) close();
  }, {passive: true});
  addEventListener("pagehide", close);
})();
