import type { Position } from "./grid";

interface Size {
  rows: number;
  columns: number;
  /** Rows that a page has. */
  page: number;
}

interface Press {
  key: string;
  ctrlKey: boolean;
}

/** Where a key moves the active cell; null for other keys. The header is above the first row. */
export function moveOf({ key, ctrlKey }: Press, { row, column }: Position, { rows, columns, page }: Size): Position | null {
  const last = rows - 1;
  const right = columns - 1;
  const to = (r: number, c = column): Position => ({ row: Math.min(Math.max(-1, r), last), column: Math.min(Math.max(0, c), right) });
  switch (key) {
    case "ArrowUp":
      return ctrlKey ? to(Math.min(row, 0)) : to(row - 1);
    case "ArrowDown":
      return ctrlKey ? to(last) : to(row + 1);
    case "ArrowLeft":
      return to(row, ctrlKey ? 0 : column - 1);
    case "ArrowRight":
      return to(row, ctrlKey ? right : column + 1);
    case "PageUp":
      return to(Math.max(Math.min(row, 0), row - page));
    case "PageDown":
      return to(row + page);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    default:
      return null;
  }
}
