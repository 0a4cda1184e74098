// The text of a query, put together: what analyzer/query/text.go does in Go. Both
// are tested with analyzer/query/testdata/terms.json.

const plain = /^(?!-)(?!(?:AND|OR|NOT)$)[A-Za-z0-9._@:+-]+$/;

// Controls, marks of no width and those that turn the direction of a text: they
// could make a query look like another one.
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A value as a query has to hold it. */
export function quoteValue(value: string): string {
  if (plain.test(value)) return value;
  const text = value.replace(/["\\]/g, "\\$&").replace(hidden, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
  return `"${text}"`;
}

/** The term for the events whose field has a value; negated, has it not. An empty value is an absent field. */
export function term(field: string, value: string, negate: boolean): string {
  const absent = value === "";
  return `${negate !== absent ? "-" : ""}${field}:${absent ? "*" : quoteValue(value)}`;
}

/**
 * The query with one more term that must fit: to include a value or, negated,
 * to exclude it. A query that has the term stays as it is; where it has the
 * opposite, that one makes room.
 */
export function withTerm(query: string, field: string, value: string, negate: boolean): string {
  const wanted = term(field, value, negate);
  const opposite = term(field, value, !negate);
  const words = topWords(query);
  if (words.some((w) => w.text === "OR")) return `(${query.trim()}) ${wanted}`;
  // After an operator a term is not on its own.
  const alone = (i: number): boolean => words[i - 1]?.text !== "NOT" && words[i - 1]?.text !== "AND" && words[i + 1]?.text !== "AND";
  if (words.some((w, i) => w.text === wanted && alone(i))) return query.trim();
  const kept = words.filter((w, i) => !(w.text === opposite && alone(i)));
  return [...kept.map((w) => w.text), wanted].join(" ");
}

/** The words of a query that stand outside of parentheses; a pair of these, with what they enclose, is part of a word. */
function topWords(query: string): { text: string }[] {
  const words: { text: string }[] = [];
  let word = "";
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < query.length; i++) {
    const c = query[i]!;
    if (c === "\\" && i + 1 < query.length) {
      word += c + query[++i]!;
      continue;
    }
    if (!quoted && depth === 0 && /\s/.test(c)) {
      if (word) words.push({ text: word });
      word = "";
      continue;
    }
    if (c === '"') quoted = !quoted;
    else if (!quoted && c === "(") depth++;
    else if (!quoted && c === ")") depth = Math.max(depth - 1, 0);
    word += c;
  }
  if (word) words.push({ text: word });
  return words;
}
