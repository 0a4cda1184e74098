import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";

// More than any real record; the rest can be copied.
const shownCharacters = 65_536;

/** The record of an event as it stands in its file, read from it again. */
export function RawRecord({ uuid }: { uuid: string }): JSX.Element {
  const controller = useController();
  const [text, setText] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let stale = false;
    controller.raw(uuid).then(
      (found) => !stale && setText(found),
      (reason: unknown) => !stale && setFailure(failureOf(reason)),
    );
    return () => {
      stale = true;
    };
  }, [uuid]);
  if (failure) return <Problem what="The record could not be read" failure={failure} />;
  if (text === null) return <p class="placeholder">Reading the record…</p>;
  return (
    <div class="raw">
      <pre tabIndex={0} role="region" aria-label="Raw record">
        <LogText text={text} most={shownCharacters} lines />
      </pre>
      <CopyButton text={text} what="Record" />
    </div>
  );
}
