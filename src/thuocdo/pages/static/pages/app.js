// Adds comfort to tables that already work without it: sort and filter without a reload.
(() => {
  "use strict";

  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const collator = new Intl.Collator("vi", { numeric: true });

  const setAddress = (key, value) => {
    const address = new URL(location.href);
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
    history.replaceState(null, "", address);
  };

  // Missing values stay last whichever way the rows run.
  const compare = (column, isNumeric, sign) => (one, other) => {
    const a = one.cells[column].dataset.sort;
    const b = other.cells[column].dataset.sort;
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (isNumeric ? Number(a) - Number(b) : collator.compare(a, b));
  };

  const sortBy = (table, start, head, orderKey) => {
    const order = head.getAttribute("aria-sort");
    const next = order
      ? order === "ascending" ? "descending" : "ascending"
      : head.dataset.first;
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", next);
    // From the order the rows came in, as the server sorts: ties then fall alike.
    const rows = [...start];
    const sign = next === "ascending" ? 1 : -1;
    rows.sort(compare(head.cellIndex, "numeric" in head.dataset, sign));
    table.tBodies[0].append(...rows);
    const key = new URL(head.querySelector("a").href).searchParams.get(orderKey);
    setAddress(orderKey, (sign < 0 ? "-" : "") + key.replace(/^-/, ""));
  };

  const makeSortable = (table, orderKey) => {
    const start = [...table.tBodies[0].rows];
    table.tHead.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const isPlainClick = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      if (!link || !isPlainClick || !table.tBodies[0].rows[0]?.cells[1]) return;
      event.preventDefault();
      sortBy(table, start, link.closest("th"), orderKey);
    });
  };

  const makeFilterable = (form, table) => {
    // Rows the server left out are not here: let the server filter again.
    if ("asked" in form.dataset) return;
    const box = form.querySelector("[type=search]");
    const count = form.querySelector(".count");
    const rows = [...table.tBodies[0].rows].map((row) => [
      row,
      plain([...row.querySelectorAll(".text, .link")].map((cell) => cell.textContent).join(" ")),
    ]);
    const narrow = () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      let seen = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        seen += !row.hidden;
      }
      count.textContent = words.length
        ? count.dataset.pattern.replace("{n}", seen).replace("{whole}", rows.length)
        : "";
    };
    box.addEventListener("input", narrow);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      setAddress(box.name, box.value.trim());
      narrow();
    });
    form.querySelector("button").hidden = true;
  };

  // A region that does not scroll needs no stop of the Tab key.
  const tabStops = () => {
    for (const region of document.querySelectorAll(".scroll")) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };

  for (const block of document.querySelectorAll("[data-table]")) {
    const table = block.querySelector("table");
    makeSortable(table, block.dataset.order);
    const form = block.querySelector(".filter");
    if (form) makeFilterable(form, table);
  }
  tabStops();
  addEventListener("resize", tabStops);
})();
