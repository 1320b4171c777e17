
(() => {
  "use strict";
  // Everything here is an ease: the page reads, filters by level, check and file, and prints the same without it.
  const findings = [...document.querySelectorAll(".finding[data-level]")];
  const form = document.querySelector(".filters");
  const status = document.getElementById("shown");
  const opened = new Set();

  const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const reveal = (element) => {
    for (let held = element.parentElement; held; held = held.parentElement) if (held.matches("details")) held.open = true;
  };

  // Search. A finding matches by its own words or by those of its rows; of the latter only the matching rows stay.
  const texts = new WeakMap();
  const said = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  const matches = (text, words) => words.every((word) => text.includes(word));
  const search = (words) => {
    opened.forEach((held) => { held.open = false; });
    opened.clear();
    for (const finding of findings) {
      const place = words.length ? said(finding.closest(".file").querySelector("h3")) + " " : "";
      const head = words.length ? place + [...finding.querySelectorAll(".what, .what + .soft, .remedies")].map(said).join(" ") : "";
      const rows = [...finding.querySelectorAll(".cells tbody tr")];
      let some = !words.length || matches(head, words), shown = 0, mine = false;
      const all = some;
      for (const row of rows) {
        if (!row.matches(".how")) {
          mine = all || matches(head + " " + said(row), words);
          shown += mine ? 1 : 0;
        }
        row.classList.toggle("out", !mine);
      }
      some ||= shown > 0;
      finding.classList.toggle("out", !some);
      finding.dataset.shown = all || !rows.length ? finding.dataset.count : shown;
      const folded = finding.querySelector("details");
      if (words.length && some && !all && folded && !folded.open) { folded.open = true; opened.add(folded); }
    }
  };

  const told = (number) => `${number.toLocaleString("en")} finding${number === 1 ? "" : "s"}`;
  const total = findings.reduce((sum, finding) => sum + Number(finding.dataset.count), 0);
  const count = () => {
    for (const part of document.querySelectorAll(".part, .file")) part.classList.remove("out");
    const shown = new Set(findings.filter(visible));
    for (const part of document.querySelectorAll(".part, .file")) {
      const held = [...part.querySelectorAll(".finding[data-level]")];
      part.classList.toggle("out", held.length > 0 && !held.some((finding) => shown.has(finding)));
    }
    const number = [...shown].reduce((sum, finding) => sum + Number(finding.dataset.shown ?? finding.dataset.count), 0);
    const all = number === total;
    status.textContent = all ? `All ${told(total)} shown.` : `${number.toLocaleString("en")} of ${told(total)} shown.`;
    form.classList.toggle("narrowed", !all);
    return number;
  };

  if (form) {
    const box = document.getElementById("search"), field = box.querySelector("input");
    const keys = document.getElementById("keys"), wanted = keys.querySelector("input");
    box.hidden = keys.hidden = false;
    let waiting = 0;
    const words = () => field.value.toLowerCase().split(/\s+/).filter(Boolean);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", count);
    form.addEventListener("reset", () => setTimeout(() => { search([]); count(); }));
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { search(words()); count(); }, 120);
    });
    status.textContent = `All ${told(total)} shown.`;  // counting would draw the whole page before it is seen

    // Single keys: they can be switched off, and are not taken from a field.
    document.addEventListener("keydown", (event) => {
      if (!wanted.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
      if (event.key === "/") { event.preventDefault(); field.focus(); }
      if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
    });
  }

  const step = (by) => {
    const shown = findings.filter(visible);
    const here = document.activeElement?.closest(".finding");
    const from = here ? shown.indexOf(here) : by > 0 ? -1 : shown.length;
    const next = shown[Math.min(Math.max(from + by, 0), shown.length - 1)];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  };

  // From a finding to its cell and back: the focus goes along, so that the next key press goes on from there.
  const target = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const arrive = () => {
    const held = location.hash ? target(location.hash) : null;
    if (!held) return;
    reveal(held);
    const cell = held.matches(".drawn td, .drawn th");
    const focus = cell ? held.querySelector("a.mark") : held;
    if (cell) held.scrollIntoView({ block: "center", inline: "nearest" });
    focus?.focus({ preventScroll: cell });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const held = link && target(link.hash);
    if (!held) return;
    if (form && !visible(held) && held.closest(".finding, .part, .file")) form.reset();
    if (held.matches("details")) held.open = true;
    reveal(held);
    if (link.hash === location.hash) setTimeout(arrive);
  });
  window.addEventListener("hashchange", arrive);
  arrive();

  // Paper has no folds.
  const folded = new Set();
  window.addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((held) => { folded.add(held); held.open = true; }));
  window.addEventListener("afterprint", () => { folded.forEach((held) => { held.open = false; }); folded.clear(); });
})();
