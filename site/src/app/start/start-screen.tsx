import type { JSX } from "preact";
import { pick } from "../../shell/frame";
import { Icon, Mark } from "../components/icon";
import { useOpenSample } from "../lib/use-sample";
import { useSelect } from "../state/store";
import { ExportHelp } from "./export-help";
import { PrivacyPromise } from "./promise";

/** What is seen before a log is opened. */
export function StartScreen(): JSX.Element {
  const starting = useSelect((s) => s.engine === "starting");
  return (
    <main class="start">
      <header class="start-head">
        <Mark />
        <h1>Okta Session Analyzer</h1>
        <p>
          Finds stolen sessions, push bombing and impossible travel in an exported Okta System Log, on this machine and nowhere
          else.
        </p>
      </header>
      <Chooser />
      <p class="start-state" role="status">
        {starting ? "The engine is starting; files can be chosen already." : ""}
      </p>
      <div class="start-help">
        <ExportHelp />
        <PrivacyPromise />
      </div>
    </main>
  );
}

/** The place to drop files on, with the buttons that do without dropping. */
export function Chooser(): JSX.Element {
  const [openSample, opening] = useOpenSample();
  return (
    <section class="chooser" aria-label="Open a log">
      <Icon name="file" />
      <p class="chooser-title">Drop System Log files anywhere on this page</p>
      <p class="chooser-text">
        CSV from <span class="path">Reports › System Log › Download CSV</span>, or the API's JSON; as it is, or in gzip or zip.
        Several files become one log.
      </p>
      <div class="actions">
        <button type="button" class="button primary" id="choose" onClick={() => pick("replace")}>
          <Icon name="open" />
          Choose files
        </button>
        <button type="button" class="button" id="try-sample" disabled={opening} onClick={openSample}>
          Try the sample log
        </button>
      </div>
    </section>
  );
}
