import type { JSX } from "preact";
import type { Need } from "../../engine/types";
import { exportWith } from "../lib/fields";

const remedies = {
  console:
    "Every CSV of Reports › System Log › Download CSV carries this. Columns were removed from this file, or it is not the original download: export it again.",
  history: "It must know what is usual before it can tell what is not: export a longer time.",
  list: "Write the list under Hours and lists.",
  api: "No CSV of the console carries this. The JSON of the System Log API (GET /api/v1/logs) does.",
};

/** What a detection lacks, and what would help. */
export function Missing({ fields }: { fields: readonly string[] }): JSX.Element {
  const history = fields.filter((f) => / days? of history /.test(f));
  const inLog = fields.filter((f) => !f.startsWith("list ") && !history.includes(f));
  return (
    <div class="missing">
      <p>
        Missing:{" "}
        {fields.map((field, i) => (
          <>
            {i > 0 && ", "}
            <code>{field}</code>
          </>
        ))}
      </p>
      {inLog.length > 0 && <p>{remedies[exportWith(inLog)]}</p>}
      {history.length > 0 && <p>{remedies.history}</p>}
      {inLog.length + history.length < fields.length && <p>{remedies.list}</p>}
    </div>
  );
}

/** The fields and lists that a detection cannot look without. */
export function Needed({ need }: { need: Need }): JSX.Element | null {
  if (need.fields.length + need.lists.length === 0) return null;
  return (
    <p class="needed">
      <span class="muted">Needs </span>
      {need.fields.map((any, i) => (
        <>
          {i > 0 && ", "}
          {any.map((field, k) => (
            <>
              {k > 0 && " or "}
              <code>{field}</code>
            </>
          ))}
        </>
      ))}
      {need.fields.length > 0 && need.lists.length > 0 && "; "}
      {need.lists.map((list, i) => (
        <>
          {i > 0 && ", "}
          list <code>{list}</code>
        </>
      ))}
    </p>
  );
}
