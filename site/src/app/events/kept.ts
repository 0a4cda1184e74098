import { useState } from "preact/hooks";

// What was chosen stays chosen while another view is on screen, and with the
// next log. It ends with the page: the browser stores nothing of it.
const kept = new Map<string, unknown>();

/** A state of a component that outlives the component. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const [value, set] = useState<T>(() => (kept.has(name) ? (kept.get(name) as T) : initial));
  return [
    value,
    (next) => {
      kept.set(name, next);
      set(() => next);
    },
  ];
}
