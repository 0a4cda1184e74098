import type { JSX } from "preact";
import type { Mode } from "../../shell/messages";
import { Icon } from "./icon";

interface Props {
  /** A log is loaded: the files can also be added to it. */
  choice: boolean;
  mode: Mode;
  onMode(mode: Mode): void;
}

/** Covers the window while files are held over it. */
export function DropOverlay({ choice, mode, onMode }: Props): JSX.Element {
  const zone = (as: Mode, icon: "open" | "add", title: string, text: string) => (
    <div class={`drop-target ${mode === as ? "on" : ""}`} onDragEnter={() => onMode(as)} onDragOver={() => onMode(as)}>
      <Icon name={icon} />
      <strong>{title}</strong>
      <span>{text}</span>
    </div>
  );
  return (
    <div class="drop-overlay" aria-hidden="true">
      {zone("replace", "open", choice ? "Open instead" : "Drop to analyse", choice ? "The loaded log is closed" : "Read on this machine, sent nowhere")}
      {choice && zone("add", "add", "Add to the log", "Events in both files count once")}
    </div>
  );
}
