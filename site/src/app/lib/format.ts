// Numbers, sizes, rates and durations as people read them. English digits and
// separators everywhere: a report must not change with the reader's locale.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const tenth = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole number with separators: 1,048,576. */
export function count(n: number): string {
  return whole.format(n);
}

/** A number with up to two decimals. */
export function decimal(n: number): string {
  return fine.format(n);
}

/** A count with its noun: "1 event", "2,048 events". */
export function plural(n: number, one: string, many = one + "s"): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A size in decimal units, as file managers show it: "147.2 MB". */
export function bytes(n: number): string {
  if (n < 1000) return `${count(n)} ${n === 1 ? "byte" : "bytes"}`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = n / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${tenth.format(value)} ${units[unit]}`;
}

/** Bytes over milliseconds as "210.4 MB/s"; "" before there is anything to divide. */
export function rate(done: number, elapsed: number): string {
  if (elapsed <= 0 || done <= 0) return "";
  return `${bytes((done / elapsed) * 1000)}/s`;
}

/** A length of time in milliseconds with its two largest units: "1 h 05 min". */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 1000) return `${whole.format(ms)} ms`;
  if (ms < 60_000) return `${ms < 9_950 ? fine.format(Math.round(ms / 10) / 100) : tenth.format(Math.floor(ms / 100) / 10)} s`;
  const units: [number, string][] = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  // Cut like the engine's own summaries, so that both say the same.
  const seconds = Math.floor(ms / 1000);
  const at = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[at]!;
  const next = units[at + 1];
  const head = `${count(Math.floor(seconds / size))} ${name}`;
  if (!next) return head;
  const rest = Math.floor((seconds % size) / next[0]);
  return rest === 0 ? head : `${head} ${String(rest).padStart(2, "0")} ${next[1]}`;
}

/**
 * What is left of a job in words that do not flicker: "less than 5 s",
 * "about 20 s", "about 3 min"; "" while it cannot be told.
 */
export function timeLeft(done: number, total: number, elapsed: number): string {
  if (done <= 0 || elapsed < 500 || done >= total) return "";
  const seconds = ((total - done) / done) * (elapsed / 1000);
  if (seconds < 5) return "less than 5 s";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s`;
  return `about ${Math.ceil(seconds / 60)} min`;
}
