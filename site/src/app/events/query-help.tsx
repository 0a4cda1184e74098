import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Popover } from "./popover";

const terms: readonly [form: string, meaning: string][] = [
  ["alice", "text anywhere: actor, targets, address, agent, event type, message, reason, session, place"],
  ['"two words"', "several words as they stand"],
  ["user:alice@example.com", "a whole value of a field; * stands for any text, ? for one character"],
  ['city:"New York"', "a value with blanks; in quotes * and ? are themselves"],
  ["country:(Germany OR France)", "one of several values"],
  ["-result:SUCCESS", "without; NOT says the same"],
  ["session:*", "any value; -session:* is none"],
  ["ip:203.0.113.0/24", "addresses of a network, IPv4 or IPv6"],
  ["time>=2026-03-02T09:00", "also >, <, <=; UTC where no zone is given"],
  ["around:UUID~10m", "what happened within ten minutes of an event; s, m, h, d"],
  ["rule:tried", "what the rule matches that was tried last, under Detections"],
  ["a b", "both; a OR b is one of them; (…) groups"],
];

const examples: readonly [query: string, meaning: string][] = [
  ["type:user.session.start -result:SUCCESS", "sign-ins that failed"],
  ["type:user.mfa.* OR type:*.factor.*", "what happened to factors"],
  ["type:(policy.* OR system.idp.* OR *.privilege.*)", "changes of policies, identity providers and privileges"],
  ["result:DENY reason:*", "refusals with their reason"],
  ["-browser:* ip:*", "clients that are no browser"],
];

/** The query language on a page, with examples to try. */
export function QueryHelp({ onTry }: { onTry(query: string): void }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <Popover id="query-help" label="Help" title="The language of queries" open={open} onOpen={setOpen}>
      <div class="query-help" tabIndex={0} role="group" aria-label="The language of queries">
        <table>
          <caption>Terms</caption>
          <tbody>
            {terms.map(([form, meaning]) => (
              <tr>
                <th scope="row">
                  <code>{form}</code>
                </th>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>Examples</h2>
        <ul>
          {examples.map(([query, meaning]) => (
            <li>
              <button
                type="button"
                class="link"
                onClick={() => {
                  setOpen(false);
                  onTry(query);
                }}
              >
                <code>{query}</code>
              </button>
              <span class="muted">{meaning}</span>
            </li>
          ))}
        </ul>
        <p class="hint">Case does not count, except in AND, OR and NOT. A backslash takes the meaning from the character behind it.</p>
      </div>
    </Popover>
  );
}
