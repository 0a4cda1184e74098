import type { JSX } from "preact";
import type { Finding } from "../../../engine/types";
import { LogText } from "../../components/log-text";
import { plain } from "../../lib/text";
import { stretch } from "../../lib/time";
import type { Flag } from "./flags";

interface Props {
  list: readonly Flag[];
  rows: number;
  rem: number;
  onHover(flag: Flag | null): void;
  onOpen(finding: Finding): void;
}

/** The height of a row of flags, in rem. */
export const flagRow = 1.625;

/** A flag for each finding of the session, along its stretch; it opens the finding. */
export function LaneFlags({ list, rows, rem, onHover, onOpen }: Props): JSX.Element {
  return (
    <div class="lane-flags" style={{ height: `${rows * flagRow}rem` }}>
      {list.map((flag) => {
        const { finding, row, x, width } = flag;
        return (
          <button
            type="button"
            key={finding.id}
            class={`flag ${finding.severity}`}
            data-flag={finding.id}
            style={{ left: `${x}px`, top: `${row * flagRow * rem}px`, width: `${Math.max(0, width - 2)}px` }}
            title={`${plain(finding.title)}, ${stretch(finding.first, finding.last)}`}
            onPointerEnter={() => onHover(flag)}
            onPointerLeave={() => onHover(null)}
            onFocus={() => onHover(flag)}
            onBlur={() => onHover(null)}
            onClick={() => onOpen(finding)}
          >
            <b aria-hidden="true">{finding.severity.charAt(0).toUpperCase()}</b>
            <span>
              <LogText text={finding.title} most={120} />
              <span class="visually-hidden">, {finding.severity} finding</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
