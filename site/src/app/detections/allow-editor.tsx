import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AllowEntry, Report, TextFault } from "../../engine/types";
import { Form } from "../components/form";
import { Icon } from "../components/icon";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { allowLists } from "../state/parameters";
import { useSelect } from "../state/store";
import { labels, listNames, type Listed, type ListId } from "./allow-entries";
import { Faults } from "./faults";

interface Props {
  report: Report;
  /** The entry that is edited; null for a new one. */
  editing: Listed | null;
  onDone(): void;
}

/** Puts an entry on an allow-list. */
export function AllowEditor({ report, editing, onDone }: Props): JSX.Element {
  const { settings } = useController();
  const rerunning = useSelect((s) => s.rerunning);
  const from = editing?.entry;
  const [list, setList] = useState<ListId>(editing?.list ?? "users");
  const [value, setValue] = useState(from?.value ?? "");
  const [label, setLabel] = useState(from?.label ?? "");
  const [reason, setReason] = useState(from?.reason ?? "");
  const [expires, setExpires] = useState(from?.expires ?? "");
  const [only, setOnly] = useState<readonly string[]>(from?.detections ?? []);
  const [faults, setFaults] = useState<readonly TextFault[]>([]);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (editing) first.current?.focus();
  }, []);
  const clear = () => {
    setValue("");
    setReason("");
    setExpires("");
    setOnly([]);
    setFaults([]);
    first.current?.focus();
  };
  const submit = async () => {
    const entry: AllowEntry = {
      value: value.trim(),
      ...(list === "networks" && label !== "" && { label }),
      reason: reason.trim(),
      ...(expires.trim() !== "" && { expires: expires.trim() }),
      ...(only.length > 0 && { detections: [...only] }),
    };
    const wrong = await settings.allow(list, entry, editing ?? undefined);
    setFaults(wrong);
    if (wrong.length > 0) return;
    if (editing) onDone();
    else clear();
  };
  return (
    <Form kind="card allow-editor" id="allow-editor" onSubmit={() => void submit()} label={editing ? "Edit an entry" : "Add an entry"}>
      <div class="fields">
        <label>
          List
          <select id="allow-list" value={list} onChange={(e) => setList(e.currentTarget.value as ListId)}>
            {allowLists.map((l) => (
              <option value={l}>{listNames[l].one}</option>
            ))}
          </select>
        </label>
        <label class="wide">
          Value
          <input
            id="allow-value"
            ref={first}
            type="text"
            required
            maxLength={1000}
            placeholder={listNames[list].hint}
            value={value}
            onInput={(e) => setValue(e.currentTarget.value)}
          />
        </label>
        {list === "networks" && (
          <label>
            Label
            <select id="allow-label" value={label} onChange={(e) => setLabel(e.currentTarget.value)}>
              <option value="">none</option>
              {labels.map((l) => (
                <option value={l}>{l}</option>
              ))}
            </select>
          </label>
        )}
        <label class="wide">
          Reason
          <input
            id="allow-why"
            type="text"
            required
            maxLength={500}
            placeholder="Why it is harmless"
            value={reason}
            onInput={(e) => setReason(e.currentTarget.value)}
          />
        </label>
        <label>
          Expires
          {from?.expires?.includes("T") ? (
            <input id="allow-expires" type="text" value={expires} onInput={(e) => setExpires(e.currentTarget.value)} />
          ) : (
            <input id="allow-expires" type="date" value={expires} onInput={(e) => setExpires(e.currentTarget.value)} />
          )}
        </label>
      </div>
      <OnlyFor report={report} only={only} onOnly={setOnly} />
      {faults.length > 0 && <Faults faults={faults} />}
      <div class="actions">
        <button type="button" data-submit class="button primary" id="allow-save" disabled={rerunning}>
          {editing ? "Save the entry" : "Add to the list"}
        </button>
        {editing && (
          <button type="button" class="button" onClick={onDone}>
            Cancel
          </button>
        )}
      </div>
    </Form>
  );
}

interface OnlyProps {
  report: Report;
  only: readonly string[];
  onOnly(only: readonly string[]): void;
}

/** The detections that an entry is for. */
function OnlyFor({ report, only, onOnly }: OnlyProps): JSX.Element {
  const titles = new Map(report.detectors.map((d) => [d.id, d.title]));
  const rest = report.detectors.filter((d) => !only.includes(d.id)).sort((a, b) => (a.title < b.title ? -1 : 1));
  return (
    <div class="only-for">
      <label>
        Only for{" "}
        <select
          id="allow-only"
          value=""
          onChange={(e) => {
            const id = e.currentTarget.value;
            e.currentTarget.value = "";
            if (id !== "") onOnly([...only, id]);
          }}
        >
          <option value="">{only.length === 0 ? "all detections" : "add a detection…"}</option>
          {rest.map((d) => (
            <option value={d.id}>{plain(d.title, 90)}</option>
          ))}
        </select>
      </label>
      {only.length > 0 && (
        <ul class="chips" aria-label="Only for">
          {only.map((id) => (
            <li class="chip">
              {plain(titles.get(id) ?? id, 60)}
              <button type="button" aria-label={`Not for ${plain(titles.get(id) ?? id, 60)}`} onClick={() => onOnly(only.filter((o) => o !== id))}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
