import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TextFault, WorkingHours } from "../../engine/types";
import { plural } from "../lib/format";
import { useController } from "../state/context";
import { useSelect } from "../state/store";
import { Faults } from "./faults";
import { days, usualHours, weeklyHours, wholeHours, zoneChoices } from "./hours";

/** When people work; a change counts at once. */
export function HoursForm(): JSX.Element {
  const { settings } = useController();
  const hours = useSelect((s) => s.configuration.working_hours);
  const [faults, setFaults] = useState<readonly TextFault[]>([]);
  // What is changed is what the last change came to, in force or not yet.
  const put = async (change: (from: WorkingHours) => WorkingHours | null) => {
    const faulty = await settings.propose(({ working_hours, ...from }) => {
      const next = change(working_hours ?? usualHours);
      return next ? { ...from, working_hours: next } : from;
    });
    setFaults(faulty);
    return faulty.length === 0;
  };
  const shown = hours ?? usualHours;
  const set = (change: Partial<WorkingHours>) => put((from) => ({ ...from, ...change }));
  const toggle = (day: string, on: boolean) =>
    void put((from) => ({ ...from, days: days.filter((d) => (d === day ? on : from.days.includes(d))) }));
  const switchTo = (on: boolean) => void put((from) => (on ? from : null));
  const zone = shown.zone ?? "UTC";
  // What was typed stays in the field, until it is in force or another zone is.
  const [typed, setTyped] = useState<{ text: string; instead: string } | null>(null);
  const setZone = async (text: string) => {
    if (await set({ zone: text })) setTyped(null);
  };
  return (
    <section class="group hours" aria-labelledby="hours-title" data-hours={hours ? `${hours.from}-${hours.to}` : ""}>
      <h2 id="hours-title">Working hours</h2>
      <p class="muted prose">
        What detections of work at odd hours, and rules by <code>working_hours</code> and <code>working_days</code>, go by. Local hours and days in
        rules are told in this zone.
      </p>
      <label class="switch">
        <input type="checkbox" id="hours-set" checked={hours !== undefined} onChange={(e) => switchTo(e.currentTarget.checked)} />
        People work at set hours
      </label>
      {hours && (
        <div class="hours-fields">
          <label>
            From
            <select id="hours-from" value={shown.from} onChange={(e) => void set({ from: e.currentTarget.value })}>
              {wholeHours.slice(0, 24).map((h) => (
                <option value={h}>{h}</option>
              ))}
            </select>
          </label>
          <label>
            To
            <select id="hours-to" value={shown.to} onChange={(e) => void set({ to: e.currentTarget.value })}>
              {wholeHours.slice(1).map((h) => (
                <option value={h}>{h}</option>
              ))}
              {shown.to === "00:00" && <option value="00:00">00:00</option>}
            </select>
          </label>
          <label>
            Zone
            <input
              id="hours-zone"
              type="text"
              list="hours-zones"
              autocomplete="off"
              spellcheck={false}
              maxLength={64}
              value={typed?.instead === zone ? typed.text : zone}
              aria-invalid={faults.length > 0}
              onInput={(e) => setTyped({ text: e.currentTarget.value, instead: zone })}
              onChange={(e) => void setZone(e.currentTarget.value.trim())}
            />
            <datalist id="hours-zones">
              {zoneChoices().map((z) => (
                <option value={z} />
              ))}
            </datalist>
          </label>
          <fieldset>
            <legend>Days</legend>
            {days.map((d) => (
              <label class="day">
                <input type="checkbox" data-day={d} checked={shown.days.includes(d)} onChange={(e) => toggle(d, e.currentTarget.checked)} />
                {d.slice(0, 3)}
              </label>
            ))}
          </fieldset>
          <p class="hint">{plural(weeklyHours(shown), "hour")} a week</p>
        </div>
      )}
      {faults.length > 0 && <Faults faults={faults} />}
    </section>
  );
}
