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

/**
 * A length of time in milliseconds with its two largest units: "1 h 5 min".
 * From a minute on it rounds as analyzer/detect does in its summaries, so that
 * both say the same.
 */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 1000) return `${whole.format(ms)} ms`;
  if (ms < 9_995) return `${fine.format(ms / 1000)} s`;
  if (ms < 59_950) return `${tenth.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  const [size, name, part, partName] = longUnits.find(([least]) => seconds >= least) ?? longUnits[2]!;
  const rest = Math.floor((seconds % size) / part);
  const head = `${count(Math.floor(seconds / size))} ${name}`;
  return rest === 0 ? head : `${head} ${rest} ${partName}`;
}

const longUnits: readonly [size: number, name: string, part: number, partName: string][] = [
  [86_400, "d", 3_600, "h"],
  [3_600, "h", 60, "min"],
  [60, "min", 1, "s"],
];

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
