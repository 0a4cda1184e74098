import type { JSX } from "preact";
import type { Report } from "../../engine/types";
import { count, plural } from "../lib/format";
import { zone } from "../lib/zone";
import { everything, isFiltering } from "../state/filter";
import { useDispatch, useSelect } from "../state/store";

interface Props {
  report: Report;
  /** Findings that pass the filter. */
  shown: number;
}

/** How many findings are listed, of how many, and the zone of their times. */
export function ListHead({ report, shown }: Props): JSX.Element {
  const filter = useSelect((s) => s.filter);
  const range = useSelect((s) => s.range);
  const dispatch = useDispatch();
  const all = plural(report.findings.length, "finding");
  const showAll = () => {
    dispatch({ type: "filter", filter: { ...everything, sort: filter.sort } });
    dispatch({ type: "range", range: null });
  };
  return (
    <div class="list-head">
      <p class="shown" role="status">
        {isFiltering(filter) || range ? (
          <>
            {count(shown)} of {all}{" "}
            <button type="button" class="link" onClick={showAll}>
              Show all
            </button>
          </>
        ) : (
          all
        )}
      </p>
      <span id="list-zone">Time, {zone()}</span>
    </div>
  );
}
