// Text of the log on its way to the screen. Attackers write it: it can hold
// characters that nobody sees, that turn the line around, or a megabyte of
// them. Each becomes something that is seen.

/** A run of ordinary text, or the name of a character that would not show. */
export interface Piece {
  text: string;
  /** The text names a character: "U+202E", "NUL". */
  named: boolean;
}

const names: Record<number, string> = { 0x00: "NUL", 0x09: "TAB", 0x0a: "LF", 0x0d: "CR", 0x1b: "ESC", 0x7f: "DEL" };

// Controls, soft hyphen, bidirectional marks and embeddings, zero-width
// characters, line separators, fillers that look like nothing, lone
// surrogates, and the invisible tag letters.
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}\p{Cs}]/u;
const unseenAll = new RegExp(unseen.source, "gu");

/**
 * Cuts a text into ordinary runs and names of characters that would not show.
 * With lines, line breaks and tabs stay what they are. A text longer than most
 * is cut; `cut` is its full length then, 0 otherwise.
 */
export function pieces(text: string, most: number, lines = false): { pieces: Piece[]; cut: number } {
  let shown = text;
  if (text.length > most) {
    shown = text.slice(0, most);
    // A pair that the cut went through is dropped rather than shown in half.
    if (/[\ud800-\udbff]$/.test(shown)) shown = shown.slice(0, -1);
  }
  const list: Piece[] = [];
  if (!unseen.test(shown)) {
    if (shown !== "") list.push({ text: shown, named: false });
    return { pieces: list, cut: text.length > most ? text.length : 0 };
  }
  let from = 0;
  for (const match of shown.matchAll(unseenAll)) {
    const code = match[0].codePointAt(0)!;
    if (lines && (code === 0x0a || code === 0x09 || code === 0x0d)) continue;
    if (match.index > from) list.push({ text: shown.slice(from, match.index), named: false });
    list.push({ text: names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`, named: true });
    from = match.index + match[0].length;
  }
  if (from < shown.length) list.push({ text: shown.slice(from), named: false });
  return { pieces: list, cut: text.length > most ? text.length : 0 };
}

/** One line of plain text for places that hold no elements: labels, titles, announcements. */
export function plain(text: string, most = 120): string {
  const { pieces: list, cut } = pieces(text, most);
  return list.map((p) => (p.named ? `[${p.text}]` : p.text)).join("") + (cut ? "…" : "");
}
