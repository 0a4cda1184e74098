import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Report } from "../../engine/types";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { plural } from "../lib/format";
import { plain } from "../lib/text";
import { useController } from "../state/context";
import { withoutAllowed } from "../state/parameters";
import { useSelect } from "../state/store";
import { AllowEditor } from "./allow-editor";
import { entriesOf, isExpired, listNames, type Listed } from "./allow-entries";

/** What is known to be harmless, in a table, and what it sets aside. */
export function AllowSection({ report }: { report: Report }): JSX.Element {
  const configuration = useSelect((s) => s.configuration);
  const controller = useController();
  const [editing, setEditing] = useState<Listed | null>(null);
  const entries = entriesOf(configuration);
  const aside = report.log.suppressed;
  const titles = new Map(report.detectors.map((d) => [d.id, d.title]));
  const remove = async ({ list, entry }: Listed) => {
    setEditing(null);
    await controller.reanalyze((from) => withoutAllowed(from, list, entry));
    document.getElementById("allow-value")?.focus();
  };
  return (
    <div class="allow-section">
      <p class="prose muted">
        A finding is set aside, and counted, where all of its evidence is covered by one list. Networks with a label are also what rules take as
        corporate_networks, vpn_networks and vendor_networks.
      </p>
      <p class="aside-line">
        <span id="set-aside" data-suppressed={aside}>
          {aside === 0 ? "No finding is set aside." : `${plural(aside, "finding")} set aside.`}
        </span>
        <label class="switch">
          <input
            type="checkbox"
            id="show-suppressed"
            checked={configuration.show_suppressed === true}
            onChange={(e) => {
              const show = e.currentTarget.checked;
              void controller.reanalyze((from) => ({ ...from, show_suppressed: show }));
            }}
          />
          Show them among the findings, marked
        </label>
      </p>
      {report.notes.length > 0 && (
        <ul class="plain-list prose" aria-label="What had no effect">
          {report.notes.map((n) => (
            <li>
              <LogText text={n} most={400} />
            </li>
          ))}
        </ul>
      )}
      <AllowEditor
        key={editing ? `${editing.list} ${JSON.stringify(editing.entry)}` : ""}
        report={report}
        editing={editing}
        onDone={() => setEditing(null)}
      />
      {entries.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Entries of the allow-lists">
          <table class="allow-table">
            <caption class="visually-hidden">Entries of the allow-lists</caption>
            <thead>
              <tr>
                <th scope="col">List</th>
                <th scope="col">Value</th>
                <th scope="col">Reason</th>
                <th scope="col">Expires</th>
                <th scope="col">Only for</th>
                <th scope="col">
                  <span class="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map((listed) => {
                const { list, entry } = listed;
                const expired = isExpired(entry, report.log.last);
                return (
                  <tr data-allowed={entry.value} data-list={list} class={expired ? "expired" : ""}>
                    <td>{listNames[list].one}</td>
                    <th scope="row">
                      <LogText text={entry.value} most={120} />
                      {entry.label && <span class="label">{entry.label}</span>}
                    </th>
                    <td>
                      <LogText text={entry.reason} most={200} />
                    </td>
                    <td class="when">
                      {entry.expires ?? <span class="muted">never</span>}
                      {expired && <span class="warn"> expired</span>}
                    </td>
                    <td>
                      {entry.detections?.length ? (
                        entry.detections.map((id) => plain(titles.get(id) ?? id, 60)).join(", ")
                      ) : (
                        <span class="muted">all detections</span>
                      )}
                    </td>
                    <td class="row-actions">
                      <button type="button" class="button small" aria-label={`Edit ${plain(entry.value, 60)}`} onClick={() => setEditing(listed)}>
                        Edit
                      </button>
                      <button
                        type="button"
                        class="button quiet small"
                        aria-label={`Remove ${plain(entry.value, 60)}`}
                        onClick={() => void remove(listed)}
                      >
                        <Icon name="close" />
                      </button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
