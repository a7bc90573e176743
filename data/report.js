// The evidence tables of the report: search, sort by column, and links like #passages?position=deterrence that filter.
"use strict";
for (const table of document.querySelectorAll("table.sources")) {
  const details = table.closest("details"), name = details.id;
  const rows = [...table.tBodies[0].rows];
  const columns = [...table.tHead.rows[0].cells].map(cell => cell.dataset.column);
  const found = details.querySelector("[role=status]");
  const search = details.querySelector("input[type=search]");
  const clear = details.querySelector("button.clear");
  let wanted = new URLSearchParams();

  const cell = (row, column) => row.cells[columns.indexOf(column)].textContent;
  const holds = (row, [key, value]) =>
    key === "since" ? cell(row, "date") >= value
    : key === "until" ? cell(row, "date") !== "" && cell(row, "date") <= value
    : cell(row, key) === value;

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !(words.every(word => text.includes(word)) && [...wanted].every(pair => holds(row, pair)));
      n += !row.hidden;
    }
    const choice = [...wanted].map(([key, value]) => `${key}: ${value}`).join("; ");
    found.textContent = `${n.toLocaleString("en")} of ${rows.length.toLocaleString("en")} shown` + (choice && ` – ${choice}`);
    clear.hidden = !choice && !search.value;
  }

  function follow() {
    const [target, query] = location.hash.slice(1).split("?");
    if (target !== name) return;
    wanted = new URLSearchParams([...new URLSearchParams(query)].filter(([key]) =>
      columns.includes(key) || key === "since" || key === "until"));
    search.value = "";
    details.open = true;
    show();
    details.scrollIntoView();
    details.querySelector("summary").focus({ preventScroll: true });
  }

  for (const button of table.tHead.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const head = button.closest("th"), up = head.getAttribute("aria-sort") !== "ascending";
      const column = head.dataset.column;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      rows.sort((a, b) => (up ? 1 : -1) * cell(a, column).localeCompare(cell(b, column), "en", { numeric: true }));
      table.tBodies[0].append(...rows);
    });
  }
  search.addEventListener("input", show);
  clear.addEventListener("click", () => { wanted = new URLSearchParams(); search.value = ""; show(); search.focus(); });
  addEventListener("hashchange", follow);
  document.addEventListener("click", event => {
    const link = event.target.closest(`a[href^="#${name}?"]`);
    if (link && link.hash === location.hash) follow();
  });
  show();
  follow();
}
