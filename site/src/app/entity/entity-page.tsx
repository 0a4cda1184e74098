import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Report } from "../../engine/types";
import { LogText } from "../components/log-text";
import { count, plural } from "../lib/format";
import { useSelect } from "../state/store";
import { EntityFindings } from "./entity-findings";
import { EntityHead, Fact } from "./entity-head";
import { EntityTables } from "./entity-tables";
import type { EntityAnswer } from "./model";
import { narrowed } from "./queries";
import { QueryLink } from "./query-link";
import { related } from "./related";
import { SessionList } from "./session-list";

const namesShown = 4;
const adminConsole = "user.session.access_admin_app";

/** A user, an address or an application: what the report says of it, its sessions, and the tables of its values. */
export function EntityPage({ answer }: { answer: EntityAnswer }): JSX.Element {
  const report = useSelect((s) => s.result?.report);
  const { kind, id, sessions } = answer;
  const names = useMemo(() => (answer.names?.items ?? []).map(([name]) => name).filter((name) => name !== id), [answer]);
  const rel = useMemo(() => report && related(report, { kind, id }, names), [report, kind, id, names]);
  // A person is known by the login name in all other views.
  const name = names.find((text) => text.includes("@")) ?? names[0] ?? "";
  const others = names.filter((text) => text !== name);
  const admin = answer.types.items.find(([type]) => type === adminConsole)?.[1] ?? 0;
  const privileged = kind === "user" && report ? privilegeOf(report, id) : "";
  const counted = [answer.addresses, answer.places, answer.applications, answer.devices] as const;
  const nouns = [["address", "addresses"], ["place"], ["application"], ["device"]] as const;
  return (
    <>
      <EntityHead entity={{ kind, id }} name={name} answer={answer}>
        {others.length > 0 && (
          <Fact label="Also called">
            {others.slice(0, namesShown).map((other) => (
              <span class="entity-value">
                <LogText text={other} most={100} name />
              </span>
            ))}
            {others.length > namesShown && <span class="muted"> and {count(others.length - namesShown)} more</span>}
          </Fact>
        )}
        {kind === "user" && (
          <Fact label="Administrator">
            {privileged && <LogText text={privileged} most={120} />}
            {privileged && admin > 0 && "; "}
            {admin > 0 && (
              <QueryLink
                query={narrowed(answer.query, { type: adminConsole })}
                text={`opened the Admin Console ${plural(admin, "time")}`}
              />
            )}
            {!privileged && admin === 0 && <span class="muted">nothing says so in this log</span>}
          </Fact>
        )}
        {answer.network && (
          <Fact label="Network">
            <span class="mono">{answer.network}</span>
          </Fact>
        )}
        <Fact label="Counts">
          {[
            sessions && plural(sessions.total, "session"),
            ...counted.map((list, i) => list && plural(list.total, nouns[i]![0], nouns[i]![1])),
            answer.users && plural(answer.users.total, "user"),
          ]
            .filter(Boolean)
            .join(", ")}
        </Fact>
      </EntityHead>
      {rel && <EntityFindings {...rel} />}
      {sessions && sessions.total > 0 && (
        <div class="entity-section">
          <SessionList key={`${kind} ${id}`} sessions={sessions} report={report} first={answer.first} last={answer.last} />
        </div>
      )}
      <EntityTables key={`${kind} ${id}`} answer={answer} />
    </>
  );
}

/** What the incidents say of an account's rights. */
function privilegeOf(report: Report, id: string): string {
  for (const { accounts } of report.incidents) {
    const account = accounts.find((a) => a.id === id && a.privileged !== "");
    if (account) return account.privileged;
  }
  return "";
}
