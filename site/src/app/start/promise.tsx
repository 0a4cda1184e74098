import type { JSX } from "preact";
import { Icon } from "../components/icon";
import { useDispatch } from "../state/store";

/** What the page promises about the log, and how to check it. */
export function PrivacyPromise(): JSX.Element {
  const dispatch = useDispatch();
  return (
    <details class="help">
      <summary>
        <Icon name="lock" />
        The log never leaves this machine
        <Icon name="chevron" />
      </summary>
      <p>
        There is no server. The page is one file with the engine inside; the log is read by your browser, kept in memory and
        gone when you close the tab. Nothing is stored.
      </p>
      <p>You need not take our word for it:</p>
      <ul class="plain-list">
        <li>Save the page, switch the network off, and open it from disk: everything works.</li>
        <li>Watch the browser's network panel (F12) while a log is analysed: it stays empty.</li>
        <li>
          View the source: the policy in its first lines forbids every connection (<code>connect-src 'none'</code>), and the
          application runs in a sandboxed frame that cannot navigate.
        </li>
        <li>
          Have it{" "}
          <button type="button" class="link" id="verify" onClick={() => dispatch({ type: "dialog", dialog: "verify" })}>
            try to send a byte
          </button>{" "}
          in every way there is, and see each refused.
        </li>
      </ul>
      <p>
        No page can guard against the browser itself: extensions can read what any page shows. Use a profile without them for
        sensitive logs.
      </p>
    </details>
  );
}
