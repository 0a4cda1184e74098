// What the command palette offers, and how typing narrows it.

import { pick } from "../../shell/frame";
import { printView } from "../lib/print";
import { ownZone, zones } from "../lib/zone";
import type { Action } from "../state/reducer";
import { tabs, themes, type State, type TabId, type Theme } from "../state/state";

/** A line of the palette. */
export interface Entry {
  id: string;
  title: string;
  /** The key that does the same. */
  key?: string;
  /** Words that find it beside its title. */
  also?: string;
  /** Is shown only when something is typed that finds it. */
  hidden?: boolean;
  run: (dispatch: (action: Action) => void) => void;
}

const viewNames: Record<TabId, string> = {
  overview: "Overview",
  incidents: "Incidents",
  findings: "Findings",
  events: "Events",
  map: "Map",
  detections: "Detections and settings",
  log: "Log: files and rejected records",
};

const themeNames: Record<Theme, string> = { system: "Colours of the system", light: "Light colours", dark: "Dark colours" };

/** Everything that can be done in a state. */
export function entriesOf({ result, zone, theme }: Pick<State, "result" | "zone" | "theme">): Entry[] {
  const list: Entry[] = [];
  if (result) {
    tabs.forEach((view, i) =>
      list.push({ id: view, title: viewNames[view], also: "go view", key: String(i + 1), run: (d) => d({ type: "view", view }) }),
    );
  }
  list.push({ id: "open", title: "Open files", also: "log replace", key: "o", run: () => pick("replace") });
  if (result) {
    list.push({ id: "add", title: "Add files to the log", key: "a", run: () => pick("add") });
    list.push({ id: "export", title: "Export or save", also: "download csv json html markdown timesketch", key: "e", run: (d) => d({ type: "dialog", dialog: "export" }) });
    list.push({ id: "range", title: "Show the whole log again", also: "time range clear", run: (d) => d({ type: "range", range: null }) });
  }
  if (result) list.push({ id: "print", title: "Print this view", also: "paper pdf", key: "Ctrl P", run: () => void printView() });
  list.push({ id: "verify", title: "Verify that nothing leaves this page", also: "privacy network hash version policy", run: (d) => d({ type: "dialog", dialog: "verify" }) });
  for (const other of themes) {
    if (other !== theme) list.push({ id: `theme-${other}`, title: themeNames[other], also: "theme mode", run: (d) => d({ type: "theme", theme: other }) });
  }
  const own = ownZone();
  const shown = zone === "UTC" ? own : "UTC";
  for (const name of zones()) {
    if (name === zone) continue;
    list.push({
      id: `zone-${name}`,
      title: `Times in ${name}`,
      also: "time zone",
      ...(name === shown ? { key: "z" } : { hidden: true }),
      run: (d) => d({ type: "zone", zone: name }),
    });
  }
  list.push({ id: "keys", title: "Keys", also: "help shortcuts", key: "?", run: (d) => d({ type: "dialog", dialog: "keys" }) });
  return list;
}

/** The entries that hold every word that was typed; those whose title begins with it first. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.filter((e) => !e.hidden);
  const found = entries.filter((e) => {
    const text = `${e.title} ${e.also ?? ""}`.toLowerCase();
    // "time zone" alone must not list every zone on earth.
    const hay = e.hidden ? e.title.toLowerCase() : text;
    return words.every((w) => hay.includes(w));
  });
  const first = (e: Entry): number => (e.title.toLowerCase().startsWith(words[0]!) ? 0 : 1);
  return found.sort((a, b) => first(a) - first(b)).slice(0, 40);
}
