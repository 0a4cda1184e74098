// What of a query can be completed at the caret.

/** A part of a query that is being typed. */
export interface Slot {
  /** The part's place in the text: from, up to but without to. */
  from: number;
  to: number;
  /** The field whose value it is; null where the name of a field can stand. */
  field: string | null;
  /** What is there of it up to the caret, without quotes and escapes. */
  prefix: string;
}

/** What is being typed at the caret; null where nothing can be completed. */
export function slotAt(text: string, caret: number): Slot | null {
  const around: (string | null)[] = [null]; // the fields of the open parentheses
  let at = 0;
  let field: string | null = null;
  let from = 0;
  let prefix = "";
  const begin = (next: number) => {
    field = around[around.length - 1] ?? null;
    from = next;
    prefix = "";
  };
  let quoted = false;
  while (at < caret) {
    const c = text[at]!;
    if (c === "\\" && at + 1 < caret) {
      prefix += text[at + 1];
      at += 2;
      continue;
    }
    at++;
    if (quoted) {
      if (c === '"') quoted = false;
      else prefix += c;
    } else if (c === '"') quoted = true;
    else if (/\s/.test(c)) begin(at);
    else if (c === "(") {
      around.push(prefix === "" ? field : null);
      begin(at);
    } else if (c === ")") {
      if (around.length > 1) around.pop();
      begin(at);
    } else if (c === "-" && prefix === "" && from === at - 1) from = at;
    else if (c === ":" && field === null && prefix !== "") {
      field = prefix;
      from = at;
      prefix = "";
    } else prefix += c;
  }
  // In the middle of a word, what is behind the caret would be left over.
  let to = caret;
  if (quoted) while (to < text.length && text[to - 1] !== '"') to++;
  else while (to < text.length && !/[\s()]/.test(text[to]!)) to++;
  if (text[from - 1] === ")" || (field === null && /^(AND|OR|NOT)$/.test(prefix))) return null;
  return { from, to, field, prefix };
}

/** The query with a slot filled, and where the caret goes. */
export function fill(text: string, slot: Slot, by: string): { text: string; caret: number } {
  const behind = text.slice(slot.to);
  // A value is done, and the next term can follow; of a field, its value does.
  const end = by.endsWith(":") || /^[\s)]/.test(behind) ? "" : " ";
  const before = text.slice(0, slot.from) + by + end;
  return { text: before + behind, caret: before.length };
}
