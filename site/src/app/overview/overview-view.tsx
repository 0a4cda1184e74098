import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { risksOf } from "../lib/risk";
import { inside } from "../state/filter";
import { useSelect } from "../state/store";
import { Blind } from "./blind";
import { Families } from "./families";
import { Ranking } from "./ranking";
import { SeverityCounts } from "./severity-counts";
import { TopIncidents } from "./top-incidents";

/** What the log came to, at a glance: how bad, which incidents, whom to look at, and what was not looked at. */
export function OverviewView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const range = useSelect((s) => s.range);
  const narrowed = useMemo(() => {
    if (!report || !range) return report;
    return {
      ...report,
      findings: report.findings.filter((f) => inside(f, range)),
      incidents: report.incidents.filter((i) => inside(i, range)),
    };
  }, [report, range]);
  const risks = useMemo(() => narrowed && risksOf(narrowed), [narrowed]);
  if (!report || !narrowed || !risks) return null;
  return (
    <div class="page overview">
      <SeverityCounts findings={narrowed.findings} />
      <div class="overview-columns">
        <div class="overview-main">
          <Card title="Incidents" hint="Findings that tell one story, the worst first.">
            <TopIncidents incidents={narrowed.incidents} findings={narrowed.findings.length} />
          </Card>
          <Card title="What was found" hint="Findings by family and severity.">
            <Families report={narrowed} />
          </Card>
        </div>
        <div class="overview-side">
          <Card title="Riskiest users">
            <Ranking kind="user" list={risks.users} />
          </Card>
          <Card title="Riskiest sessions">
            <Ranking kind="session" list={risks.sessions} />
          </Card>
          <Card title="Riskiest addresses">
            <Ranking kind="address" list={risks.addresses} />
          </Card>
          <Card title="Not looked at">
            <Blind report={report} />
          </Card>
        </div>
      </div>
    </div>
  );
}

function Card({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="tile">
      <header>
        <h2>{title}</h2>
        {hint && <p class="muted">{hint}</p>}
      </header>
      {children}
    </section>
  );
}
