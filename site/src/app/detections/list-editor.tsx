import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import type { Detector, TextFault } from "../../engine/types";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { withList } from "../state/parameters";
import { useSelect } from "../state/store";
import { Faults } from "./faults";
import { valuesOf, type ListInfo } from "./lists";

interface Props {
  list: ListInfo;
  detectors: ReadonlyMap<string, Detector>;
}

const fewestRows = 2;
const mostRows = 12;

/** One list, a value a line. */
export function ListEditor({ list, detectors }: Props): JSX.Element {
  const { settings } = useController();
  const rerunning = useSelect((s) => s.rerunning);
  const id = useId();
  const inForce = list.values.join("\n");
  const [text, setText] = useState(inForce);
  const [faults, setFaults] = useState<readonly TextFault[]>([]);
  // Another list in force replaces what was typed; an effect would come late.
  const [seen, setSeen] = useState(inForce);
  if (seen !== inForce) {
    setSeen(inForce);
    setText(inForce);
  }
  const values = valuesOf(text);
  const changed = values.join("\n") !== inForce;
  const apply = async () => {
    setFaults(await settings.propose((from) => withList(from, list.name, values.length > 0 ? values : null)));
  };
  const takers = list.detections.map((d) => plain(detectors.get(d)?.title ?? d, 80));
  return (
    <section class="list-editor" data-list={list.name} aria-labelledby={`${id}-name`}>
      <h3 id={`${id}-name`}>
        <code>{plain(list.name)}</code> <span class="count">{plural(values.length, "value")}</span>
      </h3>
      <p class="muted" id={`${id}-about`}>
        {list.purpose} {takers.length > 0 ? `Taken by: ${takers.join(", ")}.` : "No rule takes it now."}
      </p>
      <textarea
        class="mono"
        aria-label={`Values of ${plain(list.name)}, one a line`}
        aria-describedby={`${id}-about`}
        rows={Math.min(Math.max(values.length + 1, fewestRows), mostRows)}
        spellcheck={false}
        placeholder="One value a line"
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
      />
      {faults.length > 0 && <Faults faults={faults} />}
      <div class="actions">
        <button type="button" class="button small" data-apply={list.name} disabled={!changed || rerunning} onClick={() => void apply()}>
          {values.length === 0 && list.values.length > 0 ? "Remove the list" : "Apply"}
        </button>
        {changed && (
          <button type="button" class="button small" onClick={() => setText(inForce)}>
            Undo
          </button>
        )}
      </div>
    </section>
  );
}
