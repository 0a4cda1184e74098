import type { JSX } from "preact";
import { count, duration } from "../lib/format";
import { between, stretch } from "../lib/time";
import { useSelect } from "../state/store";

/** What the log is: its size, its span, who is in it. */
export function Summary(): JSX.Element | null {
  const result = useSelect((s) => s.result);
  const rerunning = useSelect((s) => s.rerunning);
  if (!result) return null;
  const { log } = result.report;
  return (
    <section aria-label="The log" aria-busy={rerunning}>
      <dl class="summary">
        <Item label="Events" value={count(log.events)} />
        <Item label="Span, UTC" value={log.first ? stretch(log.first, log.last, "minute") : "–"} note={spanNote(log.first, log.last)} />
        <Item label="Users" value={count(log.users)} />
        <Item label="Sessions" value={count(log.sessions)} />
        <Item label="Addresses" value={count(log.addresses)} />
        <Item label="Analysed in" value={duration(result.elapsed)} />
      </dl>
    </section>
  );
}

function Item({ label, value, note = "" }: { label: string; value: string; note?: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        {note && <span class="note"> {note}</span>}
      </dd>
    </div>
  );
}

function spanNote(first: string, last: string): string {
  const ms = between(first, last);
  return ms > 0 ? duration(ms) : "";
}
