// A table that is too wide for a phone shows its rows as cards: a row's name, below it each cell with its column's name.
// Without this script, and where a table is typed into or has heads of several rows, it scrolls in its frame.
const NARROW = matchMedia("(max-width: 40.0525em)");
// Rows higher than this are columns of single words.
const HIGH_ROW_PX = 110;

NARROW.addEventListener("change", () => fitTables(document.body));

export function fitTables(scope) {
  for (const frame of scope.querySelectorAll(".app-scroll")) {
    const table = frame.querySelector("table");
    if (table && canStack(table)) fit(frame, table);
  }
}

function fit(frame, table) {
  table.classList.remove("app-stacked");
  if (!NARROW.matches || !isTooWide(frame, table)) return;
  nameCells(table);
  table.classList.add("app-stacked");
}

function isTooWide(frame, table) {
  return frame.scrollWidth > frame.clientWidth || table.offsetHeight / table.rows.length > HIGH_ROW_PX;
}

function canStack(table) {
  const heads = table.tHead?.rows;
  if (heads?.length !== 1 || [...heads[0].cells].some((cell) => cell.colSpan > 1)) return false;
  if (table.querySelector("input:not([type=checkbox]):not([type=hidden]), select, textarea")) return false;
  return [...table.tBodies].every((part) => [...part.rows].every((row) => row.querySelector("th[scope=row]")));
}

function nameCells(table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const row of table.querySelectorAll("tbody > tr, tfoot > tr")) {
    let column = 0;
    for (const cell of row.cells) {
      cell.dataset.column = names[column] ?? "";
      cell.classList.toggle("app-stacked__empty", !cell.childElementCount && !cell.textContent.trim());
      column += cell.colSpan;
    }
  }
}
