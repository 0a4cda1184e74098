// What the lanes say, in words.

import { duration, plural } from "../../lib/format";
import { timeAt } from "../../lib/time";
import { zone } from "../../lib/zone";

export interface Said {
  /** Contexts. */
  lanes: number;
  changes: number;
  events: number;
  failures: number;
  first: number;
  last: number;
  start: number | null;
  end: number | null;
  after: number;
}

/** A session's picture in a sentence or two. */
export function laneSummary({ lanes, changes, events, failures, first, last, start, end, after }: Said): string {
  const parts = [
    plural(lanes, "context"),
    changes === 0 ? "no change between them" : `${plural(changes, "change")} between them`,
    `${plural(events, "event")} in ${duration(last - first)}`,
    failures > 0 ? `${plural(failures, "failure or denial", "failures and denials")}` : "no failure",
  ];
  if (lanes === 1) parts[1] = "no change of context";
  const began = start === null ? "The log does not have its start" : `It starts at ${timeAt(start)} ${zone()}`;
  const ended =
    end === null
      ? "nor an end"
      : `ends at ${timeAt(end)}${after > 0 ? `, with ${plural(after, "event")} after the end` : ", with no event after the end"}`;
  let how = `${began} and ${ended}`;
  if (start === null) how = end === null ? `${began}, ${ended}` : `${began}; it ${ended}`;
  else if (end === null) how = `${began}; the log has no end of it`;
  return `${parts.join(", ")}. ${how}.`;
}
