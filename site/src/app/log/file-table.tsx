import type { JSX } from "preact";
import type { LogFile } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { bytes, count } from "../lib/format";
import { stretch } from "../lib/time";
import { zone } from "../lib/zone";

const columns = ["File", "Format", "Size", "Records", "Events", "Duplicates", "Rejected", "Span"];

/** The files of the log and what became of their records. */
export function FileTable({ files }: { files: readonly LogFile[] }): JSX.Element {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Files">
      <table class="files">
        <thead>
          <tr>
            {columns.map((title, i) => (
              <th scope="col" class={i >= 2 && i <= 6 ? "number" : ""}>
                {title === "Span" ? `Span, ${zone()}` : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <>
              <tr>
                <th scope="row">
                  <LogText text={file.name} most={200} />
                </th>
                <td>
                  <LogText text={file.format} most={120} />
                </td>
                <td class="number">{bytes(file.bytes)}</td>
                <td class="number">{count(file.records)}</td>
                <td class="number">{count(file.events)}</td>
                <td class="number">{count(file.duplicates)}</td>
                <td class={`number ${file.rejected > 0 ? "bad" : ""}`}>{count(file.rejected)}</td>
                <td class="span">{file.first ? stretch(file.first, file.last, "minute") : "–"}</td>
              </tr>
              <FileNotes file={file} />
            </>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileNotes({ file }: { file: LogFile }): JSX.Element | null {
  if (!file.error && file.warnings.length === 0 && !file.sha256) return null;
  return (
    <tr class="file-notes">
      <td colSpan={columns.length}>
        {file.error && <Warning text={`Not read to the end: ${file.error}`} />}
        {file.warnings.map((text) => (
          <Warning text={text} />
        ))}
        {file.sha256 && (
          <p class="muted">
            SHA-256 <span class="mono">{file.sha256}</span>
          </p>
        )}
      </td>
    </tr>
  );
}

function Warning({ text }: { text: string }): JSX.Element {
  return (
    <p class="warning">
      <Icon name="warning" />
      <LogText text={text} most={600} />
    </p>
  );
}
