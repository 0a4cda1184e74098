import { useEffect, useRef, useState } from "preact/hooks";

/**
 * A value that changes at most once in so many milliseconds: what a screen
 * reader is to announce while numbers run.
 */
export function useThrottled<T>(value: T, interval: number): T {
  const [shown, show] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    const timer = setInterval(() => show(latest.current), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return shown;
}
