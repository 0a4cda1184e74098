import type { JSX } from "preact";
import { Icon } from "../components/icon";

/** How an administrator exports the log. */
export function ExportHelp(): JSX.Element {
  return (
    <details class="help">
      <summary>
        <Icon name="download" />
        How to export the log from Okta
        <Icon name="chevron" />
      </summary>
      <ol>
        <li>
          In the Admin Console open <span class="path">Reports › System Log</span>.
        </li>
        <li>
          Set <b>From</b> and <b>To</b>. Okta keeps 90 days; the page starts with the last seven.
        </li>
        <li>Leave the search empty: a filtered export cannot show what it left out.</li>
        <li>
          Choose <b>Download CSV</b>. The file is called <code>syslog_query.csv</code>.
        </li>
        <li>
          A busy tenant's export can be cut off without a word. If it ends at a round number of rows or earlier than you asked
          for, export shorter ranges and open the files together: events in several of them count once.
        </li>
      </ol>
      <p>
        The System Log API, <code>GET /api/v1/logs?since=…&amp;until=…&amp;limit=1000</code>, returns the same events as JSON,
        page by page, with fields that the CSV leaves out: device, risk, network owner, proxy. Save the pages as they come; open
        them together.
      </p>
      <p>
        Collectors' files are read as they are: JSON lines, arrays and pretty-printed JSON, bare or wrapped by EventBridge, event
        hooks, Splunk, Elastic or Panther, and CSV that a spreadsheet has saved again; also inside gzip and zip. Files of
        Zstandard have to be unpacked first (<code>zstd -d</code>).
      </p>
    </details>
  );
}
