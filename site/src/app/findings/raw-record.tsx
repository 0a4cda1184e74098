import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Failure, RawRecord as Found } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";

// More than any real record; the rest can be copied.
const shownCharacters = 65_536;
const shownOfValue = 4_096;

/**
 * The record of an event as it stands in its file, read from it again: its
 * names and values, and its text behind a button.
 */
export function RawRecord({ uuid }: { uuid: string }): JSX.Element {
  const controller = useController();
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asText, setAsText] = useState(false);
  useEffect(() => {
    let stale = false;
    controller.raw(uuid).then(
      (record) => !stale && setFound(record),
      (reason: unknown) => !stale && setFailure(failureOf(reason)),
    );
    return () => {
      stale = true;
    };
  }, [uuid]);
  if (failure) return <Problem what="The record could not be read" failure={failure} />;
  if (found === null) return <p class="placeholder">Reading the record…</p>;
  const { text, cells } = found;
  const textShown = asText || cells.length === 0;
  return (
    <div class="raw">
      {cells.length > 0 && <Cells cells={cells} />}
      <div class="raw-text">
        {cells.length > 0 && (
          <button type="button" class="button small" aria-expanded={asText} onClick={() => setAsText(!asText)}>
            As in the file
          </button>
        )}
        <CopyButton text={text} what="Record" />
      </div>
      {textShown && (
        <pre tabIndex={0} role="region" aria-label="Raw record">
          <LogText text={text} most={shownCharacters} lines />
        </pre>
      )}
    </div>
  );
}

function Cells({ cells }: { cells: Found["cells"] }): JSX.Element {
  return (
    <div class="table-scroll raw-cells" tabIndex={0} role="region" aria-label="Record">
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ name, value }) => (
            <tr>
              <th scope="row">
                <LogText text={name} most={200} />
              </th>
              <td>
                <LogText text={value} most={shownOfValue} lines />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
