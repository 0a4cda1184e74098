import type { JSX } from "preact";
import { CopyButton } from "../components/copy-button";
import { LogText } from "../components/log-text";

/** The query that shows a finding's evidence in Okta, to copy. */
export function Query({ query }: { query: string }): JSX.Element {
  return (
    <>
      <div class="code-line" id="query">
        <code>
          <LogText text={query} most={4000} />
        </code>
        <CopyButton text={query} what="Query" />
      </div>
      <p class="hint">Paste it into the search of Reports › System Log, with the time range set around the finding.</p>
    </>
  );
}
