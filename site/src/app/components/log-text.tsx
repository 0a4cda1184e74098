import type { ComponentChildren, JSX } from "preact";
import { count } from "../lib/format";
import { pieces } from "../lib/text";

interface Props {
  text: string;
  /** Characters shown before the text is cut. */
  most?: number;
  /** Line breaks are shown as such, not by name. */
  lines?: boolean;
  /** A long name may be broken after its dots, underscores and the like. */
  name?: boolean;
}

/**
 * Text of the log. It cannot turn the line around it, and what would not show
 * is named.
 */
export function LogText({ text, most = 300, lines = false, name = false }: Props): JSX.Element {
  const { pieces: list, cut } = pieces(text, most, lines);
  return (
    <bdi class="log-text">
      {list.map((p) => (p.named ? <span class="unseen">{p.text}</span> : name ? breakable(p.text) : p.text))}
      {cut > 0 && <span class="cut">… {count(cut)} characters</span>}
    </bdi>
  );
}

function breakable(text: string): ComponentChildren {
  const parts = text.split(/(?<=[._@/:])(?=.)/);
  return parts.map((part, i) => (i === 0 ? part : [<wbr />, part]));
}
