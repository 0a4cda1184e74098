// Puts reports together of what is new in each; see analyzer/report/update.go.

import type { Detector, Finding, Incident, Report } from "./types";

interface Lists {
  detectors: Detector[];
  findings: Finding[];
  incidents: Incident[];
}

/** What stands for each item: its place in the list before, or -1 for the next new one. */
type Places = Record<keyof Lists, number[]>;

const empty = (): Lists => ({ detectors: [], findings: [], incidents: [] });

/**
 * The reports of one engine. What did not change from one to the next is the
 * same object in both.
 */
export class Assembly {
  private last = empty();
  private fresh = empty();
  private readonly decoder = new TextDecoder();

  /** Takes a part of the next report. */
  part(json: Uint8Array): void {
    const { list, items } = this.parse<{ list: keyof Lists; items: never[] }>(json);
    const to: unknown[] = this.fresh[list];
    for (const item of items) to.push(item);
  }

  /** Returns the next report, when all of its parts are there. */
  report(head: Uint8Array): Report {
    const { report, ...places } = this.parse<{ report: Report } & Places>(head);
    const { last, fresh } = this;
    this.fresh = empty();
    this.last = {
      detectors: put(places.detectors, last.detectors, fresh.detectors),
      findings: put(places.findings, last.findings, fresh.findings),
      incidents: put(places.incidents, last.incidents, fresh.incidents),
    };
    return { ...report, ...this.last };
  }

  private parse<T>(json: Uint8Array): T {
    return JSON.parse(this.decoder.decode(json)) as T;
  }
}

function put<T>(places: readonly number[], last: readonly T[], fresh: readonly T[]): T[] {
  let used = 0;
  const list = places.map((place) => (place < 0 ? fresh[used++] : last[place]));
  if (used !== fresh.length || list.includes(undefined)) throw new Error("the engine sent another report than it said");
  return list as T[];
}
