import type { JSX } from "preact";
import type { LogFile } from "../../engine/types";
import { LogText } from "../components/log-text";
import { count, plural } from "../lib/format";

const most = 100;

/** The rejected records of a file: where they are and why. */
export function RejectTable({ file }: { file: LogFile }): JSX.Element {
  const shown = file.rejects.slice(0, most);
  return (
    <>
      <h3>
        <LogText text={file.name} most={200} />: {plural(file.rejected, "record")}
      </h3>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Rejected records">
        <table class="rejects">
          <thead>
            <tr>
              <th scope="col" class="number">
                Line
              </th>
              <th scope="col" class="number">
                Byte
              </th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((reject) => (
              <tr>
                <td class="number">{reject.line ? count(reject.line) : "–"}</td>
                <td class="number">{count(reject.offset)}</td>
                <td>
                  <LogText text={reject.reason} most={400} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < file.rejected && (
        <p class="hint">
          The first {count(shown.length)} of {count(file.rejected)}
          {file.rejects.length > shown.length ? "; the JSON report lists more of them." : "."}
        </p>
      )}
    </>
  );
}
