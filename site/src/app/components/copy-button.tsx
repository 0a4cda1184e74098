import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { copyText } from "../lib/clipboard";
import { useDispatch } from "../state/store";
import { Icon } from "./icon";

interface Props {
  text: string;
  /** What is copied, for the announcement: "Query". */
  what: string;
  /** The words on the button; "Copy" if it is not given. */
  children?: string;
}

const shownFor = 2000;

/** A button that copies a text and says that it did. */
export function CopyButton({ text, what, children = "Copy" }: Props): JSX.Element {
  const dispatch = useDispatch();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const ok = await copyText(text);
    setCopied(ok);
    dispatch({ type: "notice", text: copyNotice(what, ok) });
  };
  return (
    <button type="button" class="button small copy" aria-label={nameOf(what, children, copied)} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "copy"} />
      {copied ? "Copied" : children}
    </button>
  );
}

// The words on a button stand in its name: whoever speaks to the page says them.
function nameOf(what: string, words: string, copied: boolean): string {
  if (copied) return `Copied: ${what}`;
  return words === "Copy" ? `Copy ${what.toLowerCase()}` : `${words}: copy ${what}`;
}

/** What is said after copying. */
export function copyNotice(what: string, ok: boolean): string {
  return ok ? `${what} copied.` : `The browser did not let the page copy. Select the text and copy it with the keyboard.`;
}
