import type { Allow, AllowEntry, Configuration, Parameter, Report, Severity } from "../../engine/types";
import { decimal } from "../lib/format";

/** The parameters that a report was made with, as the engine takes them. */
export function parametersOf(report: Report): Required<Pick<Configuration, "parameters" | "disabled">> {
  const parameters: Record<string, Record<string, number>> = {};
  for (const detector of report.detectors) {
    const changed = detector.parameters.filter((p) => p.value !== p.default).map((p) => [p.name, p.value] as const);
    if (changed.length > 0) parameters[detector.id] = Object.fromEntries(changed);
  }
  return { parameters, disabled: report.detectors.filter((d) => d.status === "disabled").map((d) => d.id) };
}

/** Configuration with one value changed. */
export function withValue(from: Configuration, detector: string, name: string, value: number): Configuration {
  return { ...from, parameters: { ...from.parameters, [detector]: { ...from.parameters?.[detector], [name]: value } } };
}

/** Configuration with a detection's values back at their defaults. */
export function withDefaults(from: Configuration, detector: string): Configuration {
  const parameters = { ...from.parameters };
  delete parameters[detector];
  return { ...from, parameters };
}

/** Configuration with a detection switched on or off. */
export function withDetection(from: Configuration, detector: string, on: boolean): Configuration {
  const others = (from.disabled ?? []).filter((id) => id !== detector);
  return { ...from, disabled: on ? others : [...others, detector] };
}

/** Configuration with the severity of a detection's findings; null is the detection's own. */
export function withSeverity(from: Configuration, detector: string, severity: Severity | null): Configuration {
  const { [detector]: _, ...others } = from.severities ?? {};
  return { ...from, severities: severity ? { ...others, [detector]: severity } : others };
}

/** Configuration without what it says of detections that are no more. */
export function withoutDetections(from: Configuration, gone: ReadonlySet<string>): Configuration {
  const kept = <T>(of: Record<string, T> | undefined) => Object.fromEntries(Object.entries(of ?? {}).filter(([id]) => !gone.has(id)));
  const to: Configuration = { ...from, parameters: kept(from.parameters), disabled: (from.disabled ?? []).filter((id) => !gone.has(id)) };
  if (from.severities) to.severities = kept(from.severities);
  if (from.allow) {
    // An entry that was for these only must not become one for all.
    const entries = (list: readonly AllowEntry[]) =>
      list.flatMap((e) => {
        if (!e.detections?.some((id) => gone.has(id))) return [e];
        const detections = e.detections.filter((id) => !gone.has(id));
        return detections.length > 0 ? [{ ...e, detections }] : [];
      });
    to.allow = Object.fromEntries(allowLists.map((l) => [l, entries(from.allow?.[l] ?? [])] as const).filter(([, list]) => list.length > 0));
  }
  return to;
}

/** The allow-lists, in the order in which they are shown. */
export const allowLists = ["users", "networks", "user_agents", "applications", "api_tokens"] as const satisfies readonly (keyof Allow)[];

/** The detections of the user's own rules, of one file or of all. */
export function ownDetections(report: Report, file?: string): Set<string> {
  return new Set(report.detectors.filter((d) => (file === undefined ? d.rule_file : d.rule_file === file)).map((d) => d.id));
}

/** A configuration with one more thing that is known to be harmless; an equal one takes the place of the former. */
export function withAllowed(from: Configuration, list: keyof Allow, entry: AllowEntry): Configuration {
  const others = (from.allow?.[list] ?? []).filter((e) => e.value !== entry.value || `${e.detections}` !== `${entry.detections}`);
  return { ...from, allow: { ...from.allow, [list]: [...others, entry] } };
}

/** Configuration without one entry of an allow-list. */
export function withoutAllowed(from: Configuration, list: keyof Allow, entry: AllowEntry): Configuration {
  const same = (e: AllowEntry) => JSON.stringify(e) === JSON.stringify(entry);
  const others = (from.allow?.[list] ?? []).filter((e) => !same(e));
  return { ...from, allow: { ...from.allow, [list]: others } };
}

/** Configuration with a list; null takes it away. */
export function withList(from: Configuration, name: string, values: readonly string[] | null): Configuration {
  const { [name]: _, ...others } = from.lists ?? {};
  return { ...from, lists: values ? { ...others, [name]: [...values] } : others };
}

/** Configuration in its shortest form: without what says nothing. */
export function shortest(from: Configuration): Configuration {
  const empty = (v: unknown): boolean => v === undefined || v === false || (typeof v === "object" && v !== null && Object.keys(v).length === 0);
  const to = Object.fromEntries(Object.entries(from).filter(([, v]) => !empty(v))) as Configuration;
  if (to.allow) {
    to.allow = Object.fromEntries(Object.entries(to.allow).filter(([, list]) => !empty(list)));
    if (empty(to.allow)) delete to.allow;
  }
  return to;
}

/** Whether any threshold or detection differs from the defaults. */
export function isChanged(p: Configuration): boolean {
  return Object.keys(p.parameters ?? {}).length > 0 || (p.disabled ?? []).length > 0;
}

/** What a parameter accepts: "1 to 1,000, whole". */
export function bounds(p: Parameter): string {
  return `${decimal(p.min)} to ${decimal(p.max)}${p.integer ? ", whole" : ""}`;
}

/** The number typed for a parameter, or why it is none. */
export function parseValue(p: Parameter, typed: string): { value: number } | { problem: string } {
  const text = typed.trim();
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) return { problem: `A number, ${bounds(p)}.` };
  if (value < p.min || value > p.max) return { problem: `Allowed: ${bounds(p)}.` };
  if (p.integer && !Number.isInteger(value)) return { problem: `A whole number, ${bounds(p)}.` };
  return { value };
}
