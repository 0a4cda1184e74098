import type { Action } from "../state/reducer";

/** The id of an incident's element in its list. */
export function incidentId(id: string): string {
  return `incident-row-${id}`;
}

/** Goes to an incident in its list, open. */
export function showIncident(dispatch: (action: Action) => void, id: string): void {
  dispatch({ type: "incident", id });
  dispatch({ type: "view", view: "incidents" });
  // The list is there after rendering.
  requestAnimationFrame(() => {
    const row = document.getElementById(incidentId(id));
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "start" });
  });
}
