// Where the analyst was, for the browser's back and forward. The places stay in
// the frame: the address and the browser's history only hold the view's name
// and a number.

import * as shell from "../../shell/frame";
import { placeOf, type Place } from "./reducer";
import { screenOf, views, type ViewId } from "./state";
import type { Store } from "./store";

/** Keeps the browser's history in step with the page. */
export function linkTrail(store: Store, { onGo, sendPlace }: Pick<typeof shell, "onGo" | "sendPlace"> = shell): void {
  const trail: Place[] = [];
  let at = -1;
  let travelling = false;
  /** The view that the address asked for before there was a log. */
  let asked: ViewId | null = null;
  store.subscribe((state) => {
    if (travelling || screenOf(state) !== "report") return;
    if (asked) {
      const view = asked;
      asked = null;
      return store.dispatch({ type: "view", view });
    }
    const place = placeOf(state);
    const before = trail[at];
    if (before && same(before, place)) return;
    if (before && before.view === place.view && before.entity === place.entity) {
      trail[at] = place; // a filter, a query: what is returned to, no step of its own
      return;
    }
    at = before ? at + 1 : 0;
    trail.length = at;
    trail.push(place);
    sendPlace(at, place.view, before !== undefined);
  });
  onGo(({ place: n, view }) => {
    const known = views.find((v) => v === view);
    const place = trail[n];
    if (screenOf(store.state) !== "report") {
      if (known && known !== "entity") asked = known;
      return;
    }
    travelling = true;
    if (place) {
      at = n;
      store.dispatch({ type: "place", place });
    } else if (known) {
      store.dispatch({ type: "view", view: known });
    }
    travelling = false;
  });
}

function same(a: Place, b: Place): boolean {
  return (Object.keys(a) as (keyof Place)[]).every((key) => a[key] === b[key]);
}
