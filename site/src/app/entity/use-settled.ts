import { useEffect, useState } from "preact/hooks";

/** A value once it has not changed for so many milliseconds: what costs too much to follow every step. */
export function useSettled<T>(value: T, quiet: number): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    if (Object.is(value, settled)) return;
    const timer = setTimeout(() => settle(value), quiet);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
