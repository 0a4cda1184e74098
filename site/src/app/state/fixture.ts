// Findings and reports for the unit tests.

import type { Detector, Finding, Incident, LogFile, Report, Result } from "../../engine/types";

export function finding(id: string, more: Partial<Finding> = {}): Finding {
  return {
    id,
    detector: "travel",
    severity: "medium",
    title: "Too fast",
    summary: "Berlin to Lagos",
    first: "2026-06-14T09:02:00.000Z",
    last: "2026-06-14T09:31:00.000Z",
    actor: { id: "00u1", alternate_id: "alice@example.com", display_name: "Alice" },
    session: "idx1",
    ips: ["203.0.113.24"],
    events: [],
    attack: ["T1539"],
    facts: {},
    query: 'uuid eq "1"',
    ...more,
  };
}

export function incident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    title: "Too fast: alice@example.com",
    severity: "medium",
    score: 32,
    reasons: [{ points: 32, text: "the worst finding is medium" }],
    first: "2026-06-14T09:02:00.000Z",
    last: "2026-06-14T09:31:00.000Z",
    findings: [],
    starts: [],
    tactics: [],
    attack: [],
    accounts: [],
    sessions: [],
    addresses: [],
    applications: [],
    after: [],
    after_omitted: 0,
    checklist: [],
    related: [],
    ...more,
  };
}

export function detector(id: string, more: Partial<Detector> = {}): Detector {
  return {
    id,
    title: id,
    family: "session",
    severity: "medium",
    status: "ran",
    missing: [],
    findings: 0,
    suppressed: 0,
    attack: [],
    meaning: "",
    check: [],
    false_positives: [],
    parameters: [],
    ...more,
  };
}

export function report(findings: Finding[], detectors: Detector[] = []): Report {
  return {
    schema: "okta-session-analyzer/report/1",
    tool: { version: "test", rules: detectors.length },
    log: {
      records: 1,
      events: 1,
      duplicates: 0,
      rejected: 0,
      first: "2026-06-14T09:02:00.000Z",
      last: "2026-06-14T09:31:00.000Z",
      users: 1,
      sessions: 1,
      addresses: 1,
      suppressed: 0,
      files: [],
      coverage: {
        span: { first: "2026-06-14T09:02:00.000Z", last: "2026-06-14T09:31:00.000Z", hours: 0.48 },
        hours: { from: "2026-06-14T09:00:00.000Z", step_hours: 1, events: [1], before: 0, after: 0 },
        gaps: [],
        warnings: [],
      },
    },
    detectors,
    findings,
    incidents: [],
    rule_errors: [],
    notes: [],
  };
}

export function result(findings: Finding[], detectors: Detector[] = []): Result {
  return { report: report(findings, detectors), elapsed: 1 };
}

/** A file that was read without any trouble. */
export const logFile: LogFile = {
  name: "a.csv",
  format: "console CSV, 59 columns",
  bytes: 1,
  sha256: "",
  records: 1,
  events: 1,
  duplicates: 0,
  rejected: 0,
  first: "",
  last: "",
  warnings: [],
  rejects: [],
};
