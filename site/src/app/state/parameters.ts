import type { Allow, AllowEntry, Configuration, Parameter, Report } from "../../engine/types";
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

/** Configuration without those of the user's own rules. */
export function builtInOnly(from: Configuration, report: Report): Configuration {
  const own = new Set(report.detectors.filter((d) => d.rule_file).map((d) => d.id));
  return {
    ...from,
    parameters: Object.fromEntries(Object.entries(from.parameters ?? {}).filter(([id]) => !own.has(id))),
    disabled: (from.disabled ?? []).filter((id) => !own.has(id)),
  };
}

/** A configuration with one more thing that is known to be harmless; an equal one takes the place of the former. */
export function withAllowed(from: Configuration, list: keyof Allow, entry: AllowEntry): Configuration {
  const others = (from.allow?.[list] ?? []).filter((e) => e.value !== entry.value || `${e.detections}` !== `${entry.detections}`);
  return { ...from, allow: { ...from.allow, [list]: [...others, entry] } };
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
