import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { LogText } from "../components/log-text";
import { bytes, count, duration, plural, rate, timeLeft } from "../lib/format";
import { useThrottled } from "../lib/use-throttled";
import { useController } from "../state/context";
import type { Job } from "../state/state";
import { useSelect } from "../state/store";

const announceEvery = 5000;
const namesShown = 3;

/** What is seen while files are read and analysed. */
export function ReadingScreen(): JSX.Element {
  const job = useSelect((s) => s.job);
  const controller = useController();
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => cancel.current?.focus(), []);
  const announced = useThrottled(job ? announcement(job) : "", announceEvery);
  if (!job) return <main class="reading" />;
  const { progress } = job;
  const analyzing = progress?.phase === "analyzing";
  const total = progress?.total || job.total;
  return (
    <main class="reading">
      <section class="card" aria-labelledby="reading-title">
        <h1 id="reading-title">{analyzing ? "Analysing" : job.mode === "add" ? "Adding to the log" : "Reading"}</h1>
        <ul class="reading-files">
          {job.names.slice(0, namesShown).map((name) => (
            <li>
              <LogText text={name} most={120} />
            </li>
          ))}
          {job.names.length > namesShown && <li>and {plural(job.names.length - namesShown, "more file")}</li>}
        </ul>
        {/* Without a value the element shows that something goes on, but not how much. */}
        <progress max={Math.max(total, 1)} value={analyzing ? total : (progress?.bytes ?? 0)} aria-label="Bytes read" />
        <dl class="figures">
          <Figure label="Read" value={`${bytes(progress?.bytes ?? 0)} of ${bytes(total)}`} />
          <Figure label="Events" value={count(progress?.events ?? 0)} />
          <Figure label="Rate" value={(progress && rate(progress.bytes, progress.elapsed)) || "–"} />
          <Figure label={analyzing ? "Elapsed" : "Left"} value={left(job, total) || "–"} />
        </dl>
        {progress !== null && progress.rejected > 0 && (
          <p class="muted">{plural(progress.rejected, "record")} rejected so far; they will be listed with their reasons.</p>
        )}
        <button ref={cancel} type="button" class="button" id="cancel" onClick={() => controller.cancel()}>
          Cancel
        </button>
      </section>
      <p class="visually-hidden" role="status">
        {announced}
      </p>
    </main>
  );
}

function Figure({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function left({ progress }: Job, total: number): string {
  if (!progress) return "";
  return progress.phase === "analyzing" ? duration(progress.elapsed) : timeLeft(progress.bytes, total, progress.elapsed);
}

function announcement({ progress, total }: Job): string {
  if (!progress) return "Reading";
  if (progress.phase === "analyzing") return `Analysing ${plural(progress.events, "event")}`;
  const part = Math.floor((100 * progress.bytes) / Math.max(progress.total || total, 1));
  return `${part} percent read, ${plural(progress.events, "event")}`;
}
