import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Progress } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { bytes, plural } from "../lib/format";
import { Chooser } from "../start/start-screen";
import { useDispatch, useSelect } from "../state/store";
import { remedies } from "./remedies";

/** Says what went wrong and what to do about it, and takes the next file. */
export function FailureScreen(): JSX.Element | null {
  const failure = useSelect((s) => s.failure);
  const before = useSelect((s) => s.result !== null);
  const dispatch = useDispatch();
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), [failure]);
  if (!failure || failure.kind === "cancelled") return null;
  const remedy = remedies[failure.kind];
  return (
    <main class="failed">
      <section class="card failure" data-kind={failure.kind} aria-labelledby="failure-title">
        <h1 id="failure-title" ref={title} tabIndex={-1}>
          <Icon name="warning" />
          {remedy.title}
        </h1>
        <p class="failure-message">
          <LogText text={failure.message} most={2000} lines />
        </p>
        {remedy.meaning && <p>{remedy.meaning}</p>}
        {failure.reached && (failure.kind === "memory" || failure.kind === "crashed") && <Reached {...failure.reached} />}
        <h2>What to do</h2>
        <ol>
          {remedy.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        {remedy.command && (
          <div class="code-line">
            <code>{remedy.command}</code>
            <CopyButton text={remedy.command} what="Command" />
          </div>
        )}
        {before && (
          <button type="button" class="button" onClick={() => dispatch({ type: "dismiss failure" })}>
            Back to the findings
          </button>
        )}
      </section>
      {failure.kind !== "start" && <Chooser />}
    </main>
  );
}

/** The account of a load up to where it ended. */
function Reached({ bytes: done, total, events, rejected }: Progress): JSX.Element {
  return (
    <p id="reached">
      Until then {bytes(done)} of {bytes(total)} were read: {plural(events + rejected, "record")} = {plural(events, "event")},
      duplicates not yet taken out, + {plural(rejected, "rejected record")}.
    </p>
  );
}
