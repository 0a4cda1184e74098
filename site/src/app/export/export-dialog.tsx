import type { JSX } from "preact";
import { useContext, useMemo, useState } from "preact/hooks";
import type { EventForm, ExportForm } from "../../engine/export-types";
import { Dialog } from "../components/dialog";
import { useKept } from "../events/kept";
import { exportZone } from "../lib/export-zone";
import { plural } from "../lib/format";
import { useController } from "../state/context";
import { listed } from "../state/state";
import { StoreContext, useSelect } from "../state/store";
import { worthKeeping } from "../state/triage";
import { Forms, Scopes, type ScopeChoice } from "./choices";
import { eventWords, filterWords } from "./filter-words";
import { Footer } from "./footer";
import { eventForms, fileOf, findingForms, type Scope } from "./forms";
import { Redaction } from "./redaction";
import { countOf, useEvents } from "./use-events";
import { useRedaction } from "./use-redaction";
import { useSave } from "./use-save";

/** Saves findings, events or the whole report, in a form to choose. */
export function ExportDialog(): JSX.Element {
  return (
    <Dialog id="export" title="Export" kind="export">
      <Choosing />
    </Dialog>
  );
}

function Choosing(): JSX.Element | null {
  const { state } = useContext(StoreContext);
  const { engine } = useController();
  const result = useSelect((s) => s.result);
  const rerunning = useSelect((s) => s.rerunning);
  const { filter, range, query, triage, view } = state; // the dialog is modal: they stay as they are
  const events = useEvents();
  const saved = result?.saved !== undefined;
  const redaction = useRedaction(!saved);
  const saving = useSave();
  const shown = useMemo(() => listed(state).map((f) => f.id), [result]);
  const words = result ? filterWords(filter, range, result.report) : "";
  const [scope, setScope] = useState<Scope>(view === "events" && !saved ? "events" : words !== "" ? "shown" : "all");
  const [findingForm, setFindingForm] = useKept<ExportForm>("export form", "csv");
  const [eventForm, setEventForm] = useKept<EventForm>("export event form", "csv");
  if (!result) return null;
  const { report } = result;
  const { first, last, files } = report.log;

  const scopes: ScopeChoice[] = [
    ...(words === "" ? [] : [{ scope: "shown" as const, title: "What is shown", count: shown.length, words, problem: "" }]),
    { scope: "all", title: "All findings", count: report.findings.length, words: viewWords(report.view), problem: "" },
    {
      scope: "events",
      title: "Events of the event table",
      count: events.count,
      words: eventWords(query, range),
      problem: events.problem,
    },
  ];
  const form = scope === "events" ? eventForm : findingForm;
  const choice = [...eventForms, ...findingForms].find((c) => c.form === form)!;
  const found = scopes.find((s) => s.scope === scope)!;
  // A file that could not be read to its end has no hash and gets none.
  const unhashed = files.filter((f) => f.sha256 === "" && !f.error).length;
  const hashing = scope !== "events" && !saved && unhashed > 0 && findingForms.some((c) => c.form === findingForm && c.hashes);

  const save = () => {
    if (found.count < 0 || found.problem !== "" || rerunning || saving.saving.state === "busy") return;
    const { name, type } = fileOf(scope, form, redaction.on, first, last);
    void saving.save(name, type, async (tell) => {
      if (scope === "events") {
        const n = await countOf(engine, events.question);
        tell(`Writing ${plural(n, "event")}`);
        return engine.exportEvents({ form: eventForm, fields: null, redact: redaction.asked }, (done, of) =>
          tell(`Writing ${plural(n, "event")}`, done, of),
        );
      }
      if (hashing) {
        tell("Waiting for the hashes of the files");
        await engine.hashed();
        tell("Writing the file");
      }
      return engine.export({
        form: findingForm,
        ...(scope === "shown" ? { only: shown, filter: words } : {}),
        triage: worthKeeping(triage),
        zone: exportZone(Date.parse(first), Date.parse(last)),
        redact: redaction.asked,
      });
    });
  };
  const changing = (change: () => void) => () => {
    saving.clear();
    change();
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    save();
  };
  return (
    <>
      <div class="export-body" onKeyDown={enter}>
        <Scopes choices={scopes} chosen={scope} onChoose={(to) => changing(() => setScope(to))()} />
        {scope === "events" ? (
          <Forms choices={eventForms} chosen={eventForm} onChoose={(to) => changing(() => setEventForm(to))()} />
        ) : (
          <Forms choices={findingForms} chosen={findingForm} onChoose={(to) => changing(() => setFindingForm(to))()} />
        )}
        <Redaction
          choice={{
            ...redaction,
            switchTo: (on) => changing(() => redaction.switchTo(on))(),
            setAllow: (allow) => changing(() => redaction.setAllow(allow))(),
          }}
          possible={!saved}
        />
      </div>
      <Footer
        saving={saving}
        what={plural(Math.max(found.count, 0), scope === "events" ? "event" : "finding")}
        title={choice.title}
        words={scope === "all" ? "" : found.words}
        events={scope === "events"}
        unhashed={hashing ? unhashed : 0}
        files={files.length}
        ready={found.count >= 0 && found.problem === "" && !rerunning}
        onSave={save}
      />
    </>
  );
}

/** What a saved report says of the findings that it does not have. */
function viewWords(view: { filter?: string; total: number; redacted?: boolean } | undefined): string {
  if (!view) return "";
  return [view.filter ? `of the saved report, which was chosen by: ${view.filter}` : "", view.redacted ? "redacted" : ""].filter(Boolean).join("; ");
}
