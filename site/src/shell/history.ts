// The browser's history, on behalf of the frame: its own would not change the
// address, and a sandboxed document has none that lasts.

import { viewName, type GoMessage, type PlaceMessage } from "./messages";

/** The view that the address names, or "". */
export function namedView(hash: string): string {
  const name = hash.replace(/^#/, "");
  return viewName.test(name) ? name : "";
}

/** Makes an entry of a place, or renames the present one. */
export function enter({ place, view, push }: PlaceMessage): void {
  const address = `#${view}`;
  if (push) history.pushState({ place }, "", address);
  else history.replaceState({ place }, "", address);
}

/** Goes back to the place before, if that is one of this page. */
export function goBack(): void {
  const place = placeOf(history.state);
  if (place !== undefined && place > 0) history.back();
}

/** Calls a function when the browser goes to another entry. */
export function onTravel(go: (message: GoMessage) => void): void {
  addEventListener("popstate", (event) => {
    const view = namedView(location.hash);
    if (view !== "") go({ type: "go", place: placeOf(event.state) ?? -1, view });
  });
}

function placeOf(state: unknown): number | undefined {
  const known = typeof state === "object" && state !== null && "place" in state && Number.isSafeInteger(state.place);
  return known ? Number(state.place) : undefined;
}
