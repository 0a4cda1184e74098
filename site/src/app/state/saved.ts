// Saved reports: recognised by what they begin with, and taken apart as far as
// the page needs before it decides what to do with them. The engine checks all
// of a report that it opens.

import type { Report } from "../../engine/types";
import { triageStatuses, untouched, type Triage } from "./triage";

/** The page's own part of a saved report. */
export interface Saved {
  /** The SHA-256 of each file of its log; "" where it is not known. */
  hashes: string[];
  triage: Record<string, Triage>;
}

/** Enough for a byte order mark, the brace and the schema, however they are spaced. */
const headBytes = 512;

// No string in JSON holds an unescaped quote: text of a log cannot look so.
const opening = /^\ufeff?\s*\{\s*"schema"\s*:\s*"okta-session-analyzer\/report\//;

/** Whether a text begins as a saved report does, of whatever version. */
export function beginsAsReport(head: string): boolean {
  return opening.test(head);
}

/** Whether a file may be a saved report, by its name. */
export function mayBeReport(file: File): boolean {
  return /\.json$/i.test(file.name);
}

/** Tells saved reports from other files; only the first bytes of JSON files are read. */
export async function splitReports(files: readonly File[]): Promise<{ reports: File[]; others: File[] }> {
  const reports: File[] = [];
  const others: File[] = [];
  for (const file of files) {
    // One that cannot be read fails where it is opened.
    const head = mayBeReport(file) ? await file.slice(0, headBytes).text().catch(() => "") : "";
    (beginsAsReport(head) ? reports : others).push(file);
  }
  return { reports, others };
}

/** The triage of a report, without what is none. */
export function triageOf(triage: unknown): Record<string, Triage> {
  const out: Record<string, Triage> = {};
  if (typeof triage !== "object" || triage === null) return out;
  for (const [id, value] of Object.entries(triage as Record<string, unknown>)) {
    const t = (value ?? {}) as Record<string, unknown>;
    const status = triageStatuses.find((s) => s === t.status) ?? untouched.status;
    const note = typeof t.note === "string" ? t.note : "";
    // What a file names must not become a property of every object.
    Object.defineProperty(out, id, { value: { status, note, star: t.star === true }, enumerable: true, configurable: true, writable: true });
  }
  return out;
}

/** Reads the page's part of a report's text; null where it is none. */
export function savedOf(text: string): Saved | null {
  let report: Partial<Report> | null;
  try {
    report = JSON.parse(text.replace(/^\ufeff/, "")) as Partial<Report> | null;
  } catch {
    return null;
  }
  const files: unknown = report?.log?.files;
  if (!Array.isArray(files)) return null;
  const hashes = files.map((f: { sha256?: unknown } | null) => (typeof f?.sha256 === "string" ? f.sha256 : ""));
  return { hashes, triage: triageOf(report?.triage) };
}

/** Whether two logs are of the same files: every hash is known, in whatever order. */
export function sameFiles(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || a.length !== b.length || a.includes("") || b.includes("")) return false;
  const sorted = [...b].sort();
  return [...a].sort().every((hash, i) => hash === sorted[i]);
}

/** What of a triage is about the findings of a report, and how many entries are about others. */
export function fitting(triage: Readonly<Record<string, Triage>>, report: Report): { triage: Record<string, Triage>; others: number } {
  const known = new Set(report.findings.map((f) => f.id));
  const all = Object.entries(triage);
  const fit = all.filter(([id]) => known.has(id));
  return { triage: Object.fromEntries(fit), others: all.length - fit.length };
}
