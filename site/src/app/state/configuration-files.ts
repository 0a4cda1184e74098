// Files of a configuration: recognised by what they begin with, as saved
// reports are. The engine reads them, with the lines of what is wrong.

/** No configuration is larger; the engine takes no more either. */
const most = 16 << 20;

/** Enough for a byte order mark, the brace and the first key, however they are spaced. */
const headBytes = 512;

// The keys of analyzer/config; no record of a log has one of them.
const opening =
  /^\ufeff?\s*\{\s*(?:\}\s*$|"(?:detections|parameters|disabled|severities|allow|working_hours|lists|rules|show_suppressed)"\s*:)/;

/** Whether a text begins as a configuration does. */
export function beginsAsConfiguration(head: string): boolean {
  return opening.test(head);
}

/** Whether a file may be a configuration, by its name and size. */
export function mayBeConfiguration(file: File): boolean {
  return /\.json$/i.test(file.name) && file.size <= most;
}

/** Tells configurations from other files; only the first bytes of small JSON files are read. */
export async function splitConfigurations(files: readonly File[]): Promise<{ configurations: File[]; others: File[] }> {
  const configurations: File[] = [];
  const others: File[] = [];
  for (const file of files) {
    // One that cannot be read fails where it is opened.
    const head = mayBeConfiguration(file) ? await file.slice(0, headBytes).text().catch(() => "") : "";
    (beginsAsConfiguration(head) ? configurations : others).push(file);
  }
  return { configurations, others };
}
