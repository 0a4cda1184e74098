import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { copyText } from "../lib/clipboard";
import { useDispatch } from "../state/store";
import { Icon } from "./icon";

interface Props {
  text: string;
  /** What is copied, for the announcement: "Query". */
  what: string;
  children?: ComponentChildren;
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
    <button type="button" class="button small copy" aria-label={`Copy ${what.toLowerCase()}`} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "copy"} />
      {copied ? "Copied" : children}
    </button>
  );
}

/** What is said after copying. */
export function copyNotice(what: string, ok: boolean): string {
  return ok ? `${what} copied.` : `The browser did not let the page copy. Select the text and copy it with the keyboard.`;
}
