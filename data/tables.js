// Search and order in every table; links such as #passages?position=deterrence choose rows of the report's evidence.
"use strict";
function address(link) { return link.getAttribute("href") ?? link.getAttribute("xlink:href"); }
for (const block of document.querySelectorAll("div.table:not([data-ready])")) {
  block.dataset.ready = "yes";
  const table = block.querySelector("table"), details = block.closest("details.sources");
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
  const columns = heads.map(head => head.dataset.name), labels = Object.fromEntries(heads.map(head => [head.dataset.name, head.textContent]));
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  const box = make("p", { className: "search" }), label = make("label", { textContent: "Search " }), search = make("input", { type: "search" });
  const clear = make("button", { type: "button", className: "clear", textContent: "Show all", hidden: true });
  const back = make("button", { type: "button", className: "clear", textContent: "Back", hidden: true });
  const found = make("span");
  found.setAttribute("role", "status");
  label.append(search);
  box.append(back, " ", label, " ", clear, " ", found);
  if (details || rows.length > 15) block.prepend(box);
  let wanted = new URLSearchParams(), from = null;

  // What a row of passages or quotations does not say of its article stands in the row of the article.
  const articles = document.querySelector("#articles table"), named = {};
  if (articles) [...articles.tHead.rows[0].cells].forEach((head, place) => named[head.dataset.name] = place);
  function cell(row, column) {
    if (columns.includes(column)) return row.cells[columns.indexOf(column)].textContent;
    const link = row.querySelector("a[href^='#a']"), article = link && document.getElementById(link.hash.slice(1));
    return article && column in named ? article.cells[named[column]].textContent : "";
  }
  const holds = (row, [key, value]) =>
    key === "since" ? cell(row, "date") >= value
    : key === "until" ? cell(row, "date") !== "" && cell(row, "date") <= value
    : cell(row, key) === value;

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      const text = words.length ? row.textContent.toLowerCase() : "";
      row.hidden = !(words.every(word => text.includes(word)) && [...wanted].every(pair => holds(row, pair)));
      n += !row.hidden;
    }
    const choice = [...wanted].map(([key, value]) => `${labels[key] || key}: ${value}`).join("; ");
    found.textContent = `${n.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown` + (choice && ` – ${choice}`);
    clear.hidden = !choice && !search.value;
  }

  // To the rows that a link chooses, or to the row of one article.
  function follow() {
    const [target, query] = location.hash.slice(1).split("?");
    const row = rows.find(row => row.id && row.id === target);
    if (!row && (target !== details.id || query === undefined)) return;
    wanted = new URLSearchParams(row ? "" : query);
    search.value = "";
    details.open = true;
    back.hidden = false;
    show();
    if (!row) block.querySelector(".scroll").scrollTop = 0;
    details.scrollIntoView();
    if (row) row.scrollIntoView({ block: "nearest" });
    details.querySelector("summary").focus({ preventScroll: true });
  }

  const size = text => /^[−+-]?[\d,.]+%?$/.test(text) ? parseFloat(text.replace(/[,%]/g, "").replace("−", "-")) : NaN;
  function before(a, b) {
    const [x, y] = [size(a), size(b)];
    return isNaN(x) || isNaN(y) ? a.localeCompare(b, "en", { numeric: true }) : x - y;
  }
  for (const [place, head] of rows.length > 1 ? heads.entries() : []) {
    const button = make("button", { type: "button", textContent: head.textContent });
    button.style.cssText = "font:inherit;color:inherit;background:none;border:0;padding:.2em 0;min-height:24px;cursor:pointer;text-align:inherit";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const text = row => row.cells[place].textContent;
      rows.sort((a, b) => (up ? 1 : -1) * before(text(a), text(b)));
      table.tBodies[0].append(...rows);
    });
  }
  search.addEventListener("input", show);
  clear.addEventListener("click", () => { wanted = new URLSearchParams(); search.value = ""; show(); search.focus(); });
  back.addEventListener("click", () => {
    addEventListener("hashchange", () => from?.focus({ preventScroll: true }), { once: true });
    history.back();
  });
  show();
  if (details) {
    addEventListener("hashchange", follow);
    document.addEventListener("click", event => {
      const link = event.target.closest("a[*|href^='#']");
      if (!link) return;
      const target = address(link).slice(1).split("?")[0];
      if (target === details.id || rows.some(row => row.id === target)) from = link;
      if (address(link) === location.hash) follow();
    });
    follow();
  }
}
// A page without the tables of sources has nothing to lead to.
for (const link of document.querySelectorAll("body:has(> footer.page) figure a[*|href^='#']")) {
  if (document.getElementById(address(link).slice(1).split("?")[0])) continue;
  link.removeAttribute("href");
  link.removeAttribute("xlink:href");
}
// In print, what is quoted gets a number, and the last page lists the sources by number.
for (const page of document.querySelectorAll("body:has(> footer.page) main")) addEventListener("beforeprint", () => {
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  for (const fold of page.querySelectorAll("details.printed")) fold.open = true;
  for (const old of page.querySelectorAll(".cited")) old.remove();
  const numbers = new Map(), items = make("ol");
  for (const place of page.querySelectorAll(".where")) {
    if (place.closest("details:not([open])")) continue;
    const heading = place.parentElement.querySelector("h3");
    const link = (heading || place).querySelector("a");
    const source = [place.textContent + (heading ? `, ${heading.textContent}` : ""), link ? link.href : ""].join(" ");
    if (!numbers.has(source)) numbers.set(source, items.appendChild(make("li", { textContent: source })) && numbers.size + 1);
    place.append(make("span", { className: "cited", textContent: ` [${numbers.get(source)}]` }));
  }
  const list = make("section", { className: "cited" });
  list.append(make("h2", { textContent: "Sources cited" }), items);
  if (numbers.size) page.append(list);
});
