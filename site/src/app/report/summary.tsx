import type { JSX } from "preact";
import { count, duration } from "../lib/format";
import { between, stretch } from "../lib/time";
import { zone } from "../lib/zone";
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
        <Count of="event" n={log.events} />
        <Item label={zone()} value={log.first ? stretch(log.first, log.last, "minute") : "–"} note={spanNote(log.first, log.last)} />
        <Count of="user" n={log.users} />
        <Count of="session" n={log.sessions} />
        <Count of="address" n={log.addresses} many="addresses" />
        {result.saved === undefined && <Item label="Analysed in" value={duration(result.elapsed)} kind="elapsed" />}
      </dl>
    </section>
  );
}

/** A number and its noun, which comes behind it on screen. */
function Count({ of, n, many = of + "s" }: { of: string; n: number; many?: string }): JSX.Element {
  return (
    <div class="counted">
      <dt>{n === 1 ? of : many}</dt>
      <dd>{count(n)}</dd>
    </div>
  );
}

function Item({ label, value, note = "", kind }: { label: string; value: string; note?: string; kind?: string }): JSX.Element {
  return (
    <div class={kind}>
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
