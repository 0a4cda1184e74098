// What the analyst made of findings, and the stretch of time that is looked at.

/** A stretch of the log, in milliseconds UTC; `to` is not in it. */
export interface Range {
  from: number;
  to: number;
}

/** What the analyst thinks of a finding. */
export interface Triage {
  status: TriageStatus;
  note: string;
  star: boolean;
}

export const triageStatuses = ["open", "confirmed", "false_positive", "ignored"] as const;
export type TriageStatus = (typeof triageStatuses)[number];

export const untouched: Triage = { status: "open", note: "", star: false };

/** A status in words. */
export const statusNames: Record<TriageStatus, string> = {
  open: "open",
  confirmed: "confirmed",
  false_positive: "false positive",
  ignored: "ignored",
};

/** The triage without what says nothing. */
export function worthKeeping(triage: Readonly<Record<string, Triage>>): Record<string, Triage> {
  return Object.fromEntries(
    Object.entries(triage).filter(([, t]) => t.status !== "open" || t.note !== "" || t.star),
  );
}
