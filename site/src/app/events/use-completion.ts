import { useEffect, useState } from "preact/hooks";
import type { QueryField, ValueCount } from "../../engine/query-types";
import { count } from "../lib/format";
import { quoteValue } from "../lib/query-text";
import { useController } from "../state/context";
import { slotAt, type Slot } from "./complete";
import type { Option } from "./query-options";
import type { Fields } from "./use-fields";

const mostOptions = 12;

/** What can stand at the caret of a query, and where. */
export interface Completion {
  slot: Slot | null;
  options: readonly Option[];
}

/** The completions of a query at the caret: names of fields, or values of one with their counts. */
export function useCompletion(text: string, caret: number, fields: Fields, wanted: boolean): Completion {
  const { engine } = useController();
  const slot = wanted ? slotAt(text, caret) : null;
  const field = slot?.field ?? null;
  const [found, setFound] = useState<{ key: string; values: readonly ValueCount[] }>({ key: "", values: [] });
  const known = field !== null && fields.list.some((f) => isNamed(f, field));
  const key = known ? `${field}:${slot!.prefix}` : "";
  useEffect(() => {
    if (key === "") return;
    let stale = false;
    engine.suggest({ field: field!, prefix: slot!.prefix, limit: mostOptions }).then(
      (values) => !stale && setFound({ key, values }),
      () => undefined, // a query can be typed without proposals
    );
    return () => {
      stale = true;
    };
  }, [key, fields]);
  if (!slot) return { slot, options: [] };
  if (field === null) return { slot, options: names(fields.list, slot.prefix) };
  if (!known) return { slot, options: [] };
  // Those of the letter before, until the engine has answered for this one.
  const values = found.key === key || (found.key.startsWith(`${field}:`) && key.startsWith(found.key)) ? found.values : [];
  const low = slot.prefix.toLowerCase();
  return {
    slot,
    options: values
      .filter(([value]) => value.toLowerCase().includes(low) && value !== slot.prefix)
      .map(([value, n]) => ({ text: value, note: count(n), by: quoteValue(value) })),
  };
}

function isNamed({ name, alias }: QueryField, as: string): boolean {
  return [name, alias].some((n) => n.toLowerCase() === as.toLowerCase());
}

/** The fields whose name begins with a text, then those that hold it. */
export function names(list: readonly QueryField[], prefix: string): Option[] {
  const low = prefix.toLowerCase();
  const begins = list.filter((f) => f.name.toLowerCase().startsWith(low));
  const holds = low === "" ? [] : list.filter((f) => !begins.includes(f) && `${f.name} ${f.alias}`.toLowerCase().includes(low));
  return [...begins, ...holds]
    .slice(0, mostOptions)
    .map((f) => ({ text: `${f.name}:`, note: f.title === f.name ? f.alias : f.title, by: `${f.name}:` }));
}
