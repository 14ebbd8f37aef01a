"use strict";
(() => {
  const form = document.querySelector(".tools");
  if (!form) return;
  const search = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const clear = form.querySelector("button");
  const heading = document.getElementById("failures");
  let pressed = null;
  let waiting = 0;

  const count = (number) => number.toLocaleString(document.documentElement.lang);
  const plain = (text) => text.normalize().toLowerCase();
  const groups = [...document.querySelectorAll(".cause")].map((element) => ({
    element,
    title: element.querySelector("h3").textContent,
    more: element.querySelector(".more"),
    rows: [...element.querySelectorAll(".row")],
  }));
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  // Read when it is first asked for: most readers search for nothing.
  const texts = new Map();
  const textOf = (row, group) => {
    if (!texts.has(row)) texts.set(row, plain(`${group.title}\n${row.textContent}`));
    return texts.get(row);
  };
  const same = (wanted, found) => wanted === undefined || wanted === found;

  const apply = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const cell = pressed ? pressed.parentElement.dataset : {};
    const filtered = words.length > 0 || pressed !== null;
    let shown = 0;
    for (const group of groups) {
      let here = 0;
      let below = 0;
      for (const row of group.rows) {
        const fits =
          same(cell.endpoint, row.dataset.endpoint) &&
          same(cell.family, row.dataset.family) &&
          words.every((word) => textOf(row, group).includes(word));
        row.hidden = !fits;
        here += fits;
        below += fits && row.parentElement === group.more;
      }
      group.element.hidden = here === 0;
      if (group.more) {
        group.more.hidden = below === 0;
        group.more.open = filtered && below > 0;
      }
      shown += here;
    }
    clear.hidden = !filtered;
    status.textContent = status.dataset.text.replace("{shown}", count(shown)).replace("{total}", count(total));
  };

  const press = (button) => {
    if (pressed) pressed.setAttribute("aria-pressed", "false");
    pressed = button === pressed ? null : button;
    if (pressed) pressed.setAttribute("aria-pressed", "true");
    apply();
    // To see the failures is why a cell is pressed.
    if (pressed) {
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    }
  };

  for (const cell of document.querySelectorAll("td[data-family], td[data-endpoint]")) {
    const button = document.createElement("button");
    const column = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    button.type = "button";
    button.textContent = cell.textContent;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", `${cell.parentElement.cells[0].textContent}, ${column.textContent}: ${cell.textContent}`);
    button.addEventListener("click", () => press(button));
    cell.replaceChildren(button);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 100);
  });
  clear.addEventListener("click", () => {
    search.value = "";
    press(pressed);
    search.focus();
  });
  form.hidden = false;
  apply();
})();
