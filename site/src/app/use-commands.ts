import { useContext, useEffect } from "preact/hooks";
import { pick, sendBack } from "../shell/frame";
import { copyNotice } from "./components/copy-button";
import { copyText } from "./lib/clipboard";
import { commandOf, takesText, type Command } from "./lib/keyboard";
import { incidentId } from "./incidents/show";
import { panelId } from "./lib/keep-focus";
import { isPrintKey, printView } from "./lib/print";
import { beside, focusRow, inList, searchId } from "./lib/place";
import { screenOf, tabs } from "./state/state";
import { StoreContext, type Store } from "./state/store";
import { untouched } from "./state/triage";
import { ownZone } from "./lib/zone";

/** Makes the page's keys work. */
export function useCommands(): void {
  const store = useContext(StoreContext);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isPrintKey(event) && screenOf(store.state) === "report") {
        event.preventDefault();
        return void printView();
      }
      // A modal dialog has keys of its own.
      if (event.defaultPrevented || store.state.dialog) return;
      const active = document.activeElement;
      const command = commandOf({
        key: event.key,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        typing: takesText(active),
        inList: inList(active),
      });
      if (command && run(command, store)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [store]);
}

// Runs a command and returns whether it meant anything here.
function run(command: Command, store: Store): boolean {
  const { state } = store;
  const report = screenOf(state) === "report";
  switch (command) {
    case "keys":
      store.dispatch({ type: "dialog", dialog: "keys" });
      return true;
    case "pick":
      pick("replace");
      return true;
    case "add":
      pick(state.result ? "add" : "replace");
      return true;
    case "close":
      return close(store);
    case "view 1":
    case "view 2":
    case "view 3":
    case "view 4":
    case "view 5":
    case "view 6":
    case "view 7":
      if (report) store.dispatch({ type: "view", view: tabs[Number(command.slice(5)) - 1]! });
      return report;
    case "zone":
      store.dispatch({ type: "zone", zone: state.zone === "UTC" ? ownZone() : "UTC" });
      return true;
    case "palette":
      store.dispatch({ type: "dialog", dialog: "palette" });
      return true;
    case "export":
      if (report) store.dispatch({ type: "dialog", dialog: "export" });
      return report;
  }
  if (!report || state.view !== "findings") return false;
  switch (command) {
    case "next":
    case "previous":
    case "first":
    case "last":
      move(command, store);
      return true;
    case "search":
      document.getElementById(searchId)?.focus();
      return true;
    case "copy":
      return copyQuery(store);
    case "star":
      return star(store);
    case "open":
      // The list's buttons open on Enter by themselves.
      return false;
  }
}

function move(to: "next" | "previous" | "first" | "last", store: Store): void {
  const { open } = store.state;
  // The first press brings the keyboard to the list, the next ones move in it.
  if (open || inList(document.activeElement)) store.dispatch({ type: "move", to });
  const id = store.state.current;
  // Beside the list, what is open follows the keyboard, as in a mail program.
  if (open && id && beside()) store.dispatch({ type: "open", id });
  // A row outside of the range that was shown is there after rendering.
  if (!focusRow(id)) requestAnimationFrame(() => focusRow(id));
}

// Esc goes back by one step: from a filter to all, from a detail to its row,
// from an open row to a closed one, and from a view to the one before it.
function close(store: Store): boolean {
  const { current, filter, open, view, incident } = store.state;
  const report = screenOf(store.state) === "report";
  const active = document.activeElement;
  if (active?.id === searchId) {
    if (filter.text !== "") store.dispatch({ type: "filter", filter: { text: "" } });
    else focusRow(current);
    return true;
  }
  if (view === "findings" && open && !inList(active)) {
    if (!beside()) store.dispatch({ type: "close" });
    return focusRow(open);
  }
  if (view === "findings" && open && !beside()) {
    store.dispatch({ type: "close" });
    return focusRow(open);
  }
  if (view === "incidents" && incident !== "" && closeIncident(store)) return true;
  // A field keeps its text and gives the keys back.
  if (takesText(active)) {
    document.getElementById(panelId)?.focus({ preventScroll: true });
    return true;
  }
  if (!report) return false;
  sendBack();
  return true;
}

// Closes the incident that is open and goes on at its row.
function closeIncident(store: Store): boolean {
  const id = store.state.incident ?? store.state.result?.report.incidents[0]?.id;
  const row = id === undefined ? null : document.getElementById(incidentId(id));
  if (!row || row.getAttribute("aria-expanded") !== "true") return false;
  store.dispatch({ type: "incident", id: "" });
  row.focus();
  return true;
}

function star(store: Store): boolean {
  const { open, current, triage } = store.state;
  const id = open ?? current;
  if (id === null) return false;
  store.dispatch({ type: "triage", id, change: { star: !(triage[id] ?? untouched).star } });
  return true;
}

function copyQuery(store: Store): boolean {
  const { state } = store;
  const id = state.open ?? state.current;
  const finding = state.result?.report.findings.find((f) => f.id === id);
  if (!finding) return false;
  void copyText(finding.query).then((ok) => store.dispatch({ type: "notice", text: copyNotice("Query", ok) }));
  return true;
}
