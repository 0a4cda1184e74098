import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Report } from "../../engine/types";
import { CopyButton } from "../components/copy-button";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { Problem } from "../components/problem";
import { SeverityTag } from "../components/severity";
import { useOpenFinding } from "../entity/use-open-finding";
import { RawRecord } from "../findings/raw-record";
import { plural } from "../lib/format";
import { timeAt } from "../lib/time";
import { zone } from "../lib/zone";
import { useDispatch } from "../state/store";
import { oktaQuery, type Deed, type Spot } from "./actions";
import { citing } from "./cited";
import { columnOf } from "./columns";
import { detailFields, groups } from "./detail-groups";
import { DetailValue } from "./detail-value";
import { valuesOf } from "./entities";
import { eventPaneId } from "./focus";
import { Targets } from "./targets";
import type { Detail, Opened } from "./use-detail";
import type { Fields } from "./use-fields";

interface Props {
  opened: Opened;
  fields: Fields;
  report: Report;
  onDeed(deed: Deed, spot: Spot): void;
  onClose(): void;
}

/** All that the log says of one event, and the findings that rest on it. */
export function EventDetail({ opened, fields, report, onDeed, onClose }: Props): JSX.Element {
  const { detail, failure } = opened;
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside class="event-detail" id={eventPaneId} tabIndex={-1} aria-label="The event" data-event={detail?.uuid} onKeyDown={press}>
      <header>
        <h2>{detail ? <LogText text={detail.of("type")} most={200} name /> : "Event"}</h2>
        <button type="button" class="button quiet" id="close-event" aria-label="Close the event" title="Close (Esc)" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {failure && <Problem what="The event could not be read" failure={failure} />}
      {!detail && !failure && <p class="placeholder">Reading the event…</p>}
      {detail && <Body detail={detail} fields={fields} report={report} onDeed={onDeed} />}
    </aside>
  );
}

function Body({ detail, fields, report, onDeed }: { detail: Detail } & Pick<Props, "fields" | "report" | "onDeed">): JSX.Element {
  const { uuid, time, of } = detail;
  const dispatch = useDispatch();
  const openFinding = useOpenFinding();
  const groupsOf = useMemo(() => detailFields(fields), [fields]);
  const findings = useMemo(() => citing(report.findings, uuid), [report.findings, uuid]);
  const top = useRef<HTMLParagraphElement>(null);
  // Another event is read from its beginning.
  useEffect(() => top.current?.closest(".event-detail")?.scrollTo({ top: 0 }), [uuid]);
  const spot = (field: string, value: string): Spot => ({ uuid, field, value, of });
  return (
    <>
      <p class="event-lead" ref={top}>
        <LogText text={of("message")} most={400} />
      </p>
      <p class="event-when">
        <time>{timeAt(time, "millisecond")}</time> {zone()}{" "}
        <button type="button" class="button small" data-deed="around" title="What happened around it (n)" onClick={() => onDeed("around", spot("time", ""))}>
          ±10 min
        </button>
      </p>
      {findings.length > 0 && (
        <Section title={plural(findings.length, "finding")}>
          <ul class="event-findings">
            {findings.slice(0, mostFindings).map((f) => (
              <li>
                <SeverityTag severity={f.severity} />
                <button type="button" class="link" data-cites={f.id} onClick={() => openFinding(f)}>
                  <LogText text={f.title} most={200} />
                </button>
              </li>
            ))}
            {findings.length > mostFindings && <li class="hint">and {plural(findings.length - mostFindings, "more finding", "more findings")}</li>}
          </ul>
        </Section>
      )}
      {groups.map((group) => {
        const rows = groupsOf.get(group)!.filter((name) => of(name) !== "");
        return (
          <>
            {rows.length > 0 && (
              <Section title={group}>
                <dl class="event-fields">
                  {rows.map((name) => (
                    <div key={name}>
                      <dt title={name}>{columnOf(name).title}</dt>
                      <dd>
                        {valuesOf(name, of(name)).map((value) => (
                          <DetailValue spot={spot(name, value)} onDeed={onDeed} />
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </Section>
            )}
            {group === "With what" && (
              <Targets detail={detail} onDeed={onDeed} onEntity={(entity) => dispatch({ type: "entity", entity })} />
            )}
          </>
        );
      })}
      <Section title="Okta System Log query">
        <div class="code-line">
          <code>
            <LogText text={oktaQuery(uuid)} />
          </code>
          <CopyButton text={oktaQuery(uuid)} what="Query" />
        </div>
      </Section>
      <Raw key={uuid} uuid={uuid} />
    </>
  );
}

const mostFindings = 20;

// The record is read from its file only when somebody wants it: the keys step
// through events faster than files are read.
function Raw({ uuid }: { uuid: string }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <section class="event-section">
      <h3>
        <button type="button" class="fold" id="show-raw" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" />
          Raw record
        </button>
      </h3>
      {open && <RawRecord uuid={uuid} />}
    </section>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="event-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
