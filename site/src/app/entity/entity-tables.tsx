import type { JSX } from "preact";
import type { EntityAddress, EntityList, ValueCount } from "../../engine/query-types";
import { LogText } from "../components/log-text";
import { count } from "../lib/format";
import { CountTable, type CountRow } from "./count-table";
import { EntityLink } from "./entity-link";
import { HeatMap } from "./heat-map";
import type { EntityAnswer } from "./model";
import { narrowed } from "./queries";
import { QueryLink } from "./query-link";

/** What the events of an entity have in them, with numbers; every value leads on. */
export function EntityTables({ answer }: { answer: EntityAnswer }): JSX.Element {
  const { kind, users, addresses, agents, places, factors, devices, applications, outcomes, types, neighbours, hours, network } = answer;
  const link = (values: Record<string, string>, text: string) => <QueryLink query={narrowed(answer.query, values)} text={text} />;
  const valuesOf = (list: EntityList<ValueCount>, field: string): CountRow[] =>
    list.items.map(([value, n]) => ({ key: value, cells: [link({ [field]: value }, value)], count: n }));
  return (
    <div class="entity-columns">
      {/* Sunday comes first there. */}
      {hours && <HeatMap week={[...hours.slice(1), ...hours.slice(0, 1)]} last={answer.last} />}
      {users && kind !== "session" && (
        <CountTable
          title="Users"
          columns={["User"]}
          total={users.total}
          rows={users.items.map((u) => ({ key: u.id, cells: [<EntityLink kind="user" id={u.id} text={u.name} />], count: u.events }))}
          empty="No event names a user."
        />
      )}
      {addresses && (
        <CountTable
          title="Addresses"
          columns={addressColumns(addresses.items)}
          total={addresses.total}
          rows={addresses.items.map(addressRow)}
          empty="No event has an address."
        />
      )}
      {agents && (
        <CountTable
          title="Agents"
          columns={["Browser or program", "System"]}
          total={agents.total}
          rows={agents.items.map(({ browser, os, events }) => ({
            key: `${browser}\n${os}`,
            cells: [link({ browser, os }, browser || "unknown"), <LogText text={os || "unknown"} most={80} />],
            count: events,
          }))}
          empty="No event has a user agent."
        />
      )}
      {places && (
        <CountTable
          title="Places"
          columns={["City", "Country"]}
          total={places.total}
          rows={places.items.map(({ city, country, events }) => ({
            key: `${city}\n${country}`,
            cells: [link({ city, country }, city || "unknown"), <LogText text={country} most={80} />],
            count: events,
          }))}
          empty="No event has a place."
        />
      )}
      {factors && (
        <CountTable
          title="Factors"
          plain
          columns={["Factor", "Succeeded", "Failed or denied"]}
          total={factors.total}
          rows={factors.items.map((f) => ({
            key: f.name,
            cells: [<LogText text={f.name} most={80} />, count(f.success), bad(f.failure + f.deny)],
            count: f.events,
          }))}
          empty="No factor was used or changed."
        />
      )}
      {devices && (
        <CountTable title="Devices" columns={["Device"]} total={devices.total} rows={valuesOf(devices, "device")} empty="No event names a device." />
      )}
      {applications && (
        <CountTable
          title="Applications"
          columns={["Application"]}
          total={applications.total}
          rows={applications.items.map(([name, n]) => ({ key: name, cells: [<EntityLink kind="application" id={name} />], count: n }))}
          empty="No application was opened."
        />
      )}
      {neighbours && (
        <CountTable
          title="Neighbours"
          columns={addressColumns(neighbours.items)}
          total={neighbours.total}
          rows={neighbours.items.map(addressRow)}
          empty={`The log has no other address in ${network ?? "its network"}.`}
          note={neighbours.total > 0 && network ? `Other addresses of the log in ${network}.` : undefined}
        />
      )}
      <CountTable title="Outcomes" columns={["Outcome"]} total={outcomes.total} rows={valuesOf(outcomes, "result")} />
      <CountTable title="Event types" columns={["Event type"]} total={types.total} rows={valuesOf(types, "type")} />
    </div>
  );
}

/** The console's CSV knows no owner of a network. */
function addressColumns(items: readonly EntityAddress[]): string[] {
  return items.some((a) => a.org !== "") ? ["Address", "Place", "Network owner"] : ["Address", "Place"];
}

function addressRow({ ip, city, country, org, events }: EntityAddress, _: number, all: readonly EntityAddress[]): CountRow {
  return {
    key: ip,
    cells: [
      <EntityLink kind="address" id={ip} most={60} />,
      <LogText text={[city, country].filter(Boolean).join(", ")} most={80} />,
      <LogText text={org} most={80} />,
    ].slice(0, addressColumns(all).length),
    count: events,
  };
}

function bad(n: number): JSX.Element {
  return <span class={n > 0 ? "bad" : "muted"}>{count(n)}</span>;
}
