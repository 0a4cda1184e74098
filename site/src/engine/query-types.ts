// What passes between the page and the engine's queries. The types are those of
// analyzer/query, key for key. Times are milliseconds UTC; every text is the
// log's unless it says otherwise, and one of more than 2 KiB is cut, with an
// ellipsis.

/** What is wrong with a query, in the engine's words; at and length count as strings do. */
export interface QueryError {
  message: string;
  /** What to write instead; it may be empty. */
  remedy: string;
  at: number;
  length: number;
}

/** Instead of an answer, where a question cannot be answered. */
export interface QueryRefusal {
  error: QueryError;
}

/** Whether the answer is a refusal. */
export function refused<T extends object>(answer: T | QueryRefusal): answer is QueryRefusal {
  return "error" in answer;
}

export interface QueryQuestion {
  text: string;
  /** Only events from this time on, and before `to`. */
  from?: number;
  to?: number;
  /** By time, ascending, where absent. */
  sort?: QuerySort;
}

/** Any field but the uuid. */
export interface QuerySort {
  field: string;
  descending: boolean;
}

export interface QueryAnswer {
  /** Events that fit, and of the log. */
  count: number;
  total: number;
  /** Of those that fit; 0 where none does. */
  first: number;
  last: number;
  /** How long the engine took. */
  ms: number;
  /** The query as the engine writes it. */
  canonical: string;
}

export interface RowsQuestion {
  from: number;
  /** Not included; at most 500 after `from`. */
  to: number;
  fields: readonly string[];
}

/** uuid, time, and a text for each field that was asked for. */
export type QueryRow = [uuid: string, time: number, ...values: string[]];

export interface RowsAnswer {
  from: number;
  rows: QueryRow[];
}

export interface HistogramQuestion {
  /** The log's first event, and one millisecond after its last, where absent. */
  from?: number;
  to?: number;
  buckets: number;
  /** Of the whole log instead of the current result. */
  whole: boolean;
}

/** Numbers of events in equal stretches of time, by class of outcome. */
export interface QueryHistogram {
  from: number;
  to: number;
  success: number[];
  failure: number[];
  deny: number[];
  other: number[];
}

/** A value and how many events have it. */
export type ValueCount = [value: string, count: number];

export interface TopQuestion {
  fields: readonly string[];
  limit: number;
}

export interface TopValues {
  field: string;
  /** Different values, and events that have one. */
  distinct: number;
  events: number;
  values: ValueCount[];
}

export interface SuggestQuestion {
  field: string;
  prefix: string;
  limit: number;
}

/** A field that a query can name and the log has values of. */
export interface QueryField {
  name: string;
  /** Another name of it; of a field of the log its path. */
  alias: string;
  /** In the console's CSV; empty where that has none. */
  column: string;
  /** What it holds, in the engine's words. */
  title: string;
  /** Different ones; -1 where they were not counted. */
  values: number;
}

export type EntityKind = "user" | "session" | "address" | "application";

export interface EntityQuestion {
  kind: EntityKind;
  /** A user's id, login name or name; any id of a session; an address; an application's name or id. */
  id: string;
}

/** The first items of a list (at most 200), and how many there are in all. */
export interface EntityList<T> {
  total: number;
  items: T[];
}

interface Spell {
  events: number;
  first: number;
  last: number;
}

export interface EntityUser extends Spell {
  /** For another question about it. */
  id: string;
  /** The login name, or else the name or the id. */
  name: string;
  display_name: string;
}

export interface EntitySession extends Spell {
  id: string;
  /** Different ones. */
  addresses: number;
  agents: number;
}

export interface EntityAddress extends Spell {
  ip: string;
  city: string;
  country: string;
  org: string;
}

export interface EntityAgent extends Spell {
  browser: string;
  os: string;
}

export interface EntityPlace extends Spell {
  city: string;
  country: string;
}

export interface EntityFactor extends Spell {
  name: string;
  success: number;
  failure: number;
  deny: number;
  other: number;
}

/** What the events of a user, a session, an address or an application say of it. */
export interface EntityAnswer {
  kind: EntityKind;
  id: string;
  events: number;
  first: number;
  last: number;
  /** The query that finds its events. */
  query: string;
  /** Of users and applications. */
  names?: EntityList<ValueCount>;
  outcomes: EntityList<ValueCount>;
  types: EntityList<ValueCount>;
  users?: EntityList<EntityUser>;
  sessions?: EntityList<EntitySession>;
  addresses?: EntityList<EntityAddress>;
  agents?: EntityList<EntityAgent>;
  places?: EntityList<EntityPlace>;
  devices?: EntityList<ValueCount>;
  applications?: EntityList<ValueCount>;
  factors?: EntityList<EntityFactor>;
  /** Of an address: its /24 or /48, and the other addresses of the log in it. */
  network?: string;
  neighbours?: EntityList<EntityAddress>;
  /** Of a user: sign-ins that succeeded, by day of the week, Sunday first, and hour, UTC. */
  hours?: number[][];
  /** Of a session. */
  lanes?: SessionLanes;
}

export type EventKind = "signin" | "mfa" | "app" | "admin" | "policy" | "session" | "token" | "other";
export type OutcomeClass = "success" | "failure" | "deny" | "other";

/** A session by context along time. */
export interface SessionLanes {
  /** In order of first use, at most 100; lane_total counts all. */
  lanes: SessionLane[];
  lane_total: number;
  /** In order of time, at most 5,000; event_total counts all. */
  events: LaneEvent[];
  event_total: number;
  /** Changes of lane, in all. */
  changes: number;
  start: LaneEvent | null;
  /** The first event that ends the session. */
  end: LaneEvent | null;
  after_end: number;
  /** The first 200 of the events after the end, by uuid. */
  after: string[];
}

/** One context of a session; what is not known is empty. */
export interface SessionLane extends Spell {
  network: string;
  city: string;
  country: string;
  org: string;
  asn: string;
  browser: string;
  os: string;
  /** Device token or fingerprint. */
  device: string;
}

export interface LaneEvent {
  uuid: string;
  time: number;
  /** Its place in the list of lanes; -1 where the list ends before it. */
  lane: number;
  type: string;
  kind: EventKind;
  outcome: OutcomeClass;
  /** The event before had another context. */
  changed: boolean;
}

/** The whole log, an entity, some events, or (with none of these) the current result. */
export interface MapQuestion {
  whole?: boolean;
  kind?: string;
  id?: string;
  /** Ids of events. */
  events?: readonly string[];
  from?: number;
  to?: number;
}

export interface MapAnswer {
  /** The most events first, at most 500. */
  places: MapPlace[];
  places_total: number;
  /** The fastest first, at most 300. */
  legs: MapLeg[];
  legs_total: number;
  /** Events without coordinates. */
  unplaced: number;
}

export interface MapPlace {
  city: string;
  country: string;
  lat: number;
  lon: number;
  events: number;
  /** Events that failed or were denied. */
  failures: number;
  users: number;
  first: number;
  last: number;
}

/** A way between two places that people went: from an event at one to their next, at the other. */
export interface MapLeg {
  /** Indexes of places. */
  from: number;
  to: number;
  km: number;
  journeys: number;
  users: number;
  /** The fastest journey: whose, from when to when, its two events. */
  user: string;
  name: string;
  depart: number;
  arrive: number;
  before: string;
  after: string;
  speed_kmh: number;
}
