// Where the keyboard is in the view of events.

import { panelId } from "../lib/keep-focus";

/** The id of the grid, which has the focus while one of its cells is active. */
export const gridId = "event-grid";
/** The id of the query's field. */
export const queryId = "event-query";
/** The id of the open event's pane. */
export const eventPaneId = "event-detail";

/** Whether what had the focus has gone; see lib/keep-focus.ts. */
export function lostFocus(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.id === panelId;
}

/** Moves the focus to the table; without rows there is none, and the keys go on in the query. */
export function focusTable(): void {
  (document.getElementById(gridId) ?? document.getElementById(queryId))?.focus({ preventScroll: true });
}

/** Moves the focus to the open event, which is there after rendering. */
export function focusPane(): void {
  requestAnimationFrame(() => {
    const pane = document.getElementById(eventPaneId);
    pane?.focus({ preventScroll: true });
    pane?.scrollIntoView({ block: "nearest" });
  });
}
