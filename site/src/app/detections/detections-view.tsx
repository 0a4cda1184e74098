import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Report } from "../../engine/types";
import { useKept } from "../events/kept";
import { count } from "../lib/format";
import { allowLists } from "../state/parameters";
import { useSelect } from "../state/store";
import { AllowSection } from "./allow-section";
import { ChangePanel } from "./change-panel";
import { ConfigurationSection } from "./configuration-section";
import { DetectionList } from "./detection-list";
import { ListsSection } from "./lists-section";
import { RulesSection } from "./rules-section";
import { sections, sectionTitles, type Section } from "./sections";

const panels: Record<Section, (props: { report: Report }) => JSX.Element> = {
  detections: DetectionList,
  rules: RulesSection,
  allow: AllowSection,
  lists: ListsSection,
  file: ConfigurationSection,
};

/** What is looked for, and everything that can be set about it. */
export function DetectionsView(): JSX.Element | null {
  const report = useSelect((s) => s.result?.report);
  const saved = useSelect((s) => s.result?.saved);
  const refused = useSelect((s) => s.refused);
  const [section, choose] = useKept<Section>("settings-section", "detections");
  useEffect(() => {
    if (refused) choose("file");
  }, [refused]);
  if (!report) return null;
  const Panel = panels[section];
  return (
    <div class="page settings">
      <Sections section={section} onChoose={choose} report={report} />
      {saved !== undefined && (
        <p class="note-line warn settings-saved">
          This is a saved report: its settings are shown, but only the log itself can be analysed again with others.
        </p>
      )}
      <ChangePanel />
      <div role="tabpanel" id="settings-panel" aria-labelledby={`settings-${section}`} data-section={section}>
        <Panel report={report} />
      </div>
    </div>
  );
}

interface Props {
  section: Section;
  onChoose(section: Section): void;
  report: Report;
}

function Sections({ section, onChoose, report }: Props): JSX.Element {
  const rules = useSelect((s) => s.rules);
  const configuration = useSelect((s) => s.configuration);
  const counts: Record<Section, number> = {
    detections: report.detectors.length,
    rules: rules.length,
    allow: allowLists.reduce((sum, l) => sum + (configuration.allow?.[l]?.length ?? 0), 0),
    lists: Object.keys(configuration.lists ?? {}).length + (configuration.working_hours ? 1 : 0),
    file: 0,
  };
  useEffect(() => document.getElementById(`settings-${section}`)?.scrollIntoView({ block: "nearest", inline: "nearest" }), [section]);
  const move = (event: KeyboardEvent) => {
    const at = sections.indexOf(section);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: sections.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = sections[(to + sections.length) % sections.length]!;
    onChoose(next);
    document.getElementById(`settings-${next}`)?.focus();
  };
  return (
    <div class="settings-tabs" role="tablist" aria-label="Settings" onKeyDown={move}>
      {sections.map((s) => (
        <button
          type="button"
          role="tab"
          key={s}
          id={`settings-${s}`}
          aria-selected={s === section}
          aria-controls="settings-panel"
          tabIndex={s === section ? 0 : -1}
          onClick={() => onChoose(s)}
        >
          {sectionTitles[s]}
          {counts[s] > 0 && <span class="count">{count(counts[s])}</span>}
        </button>
      ))}
    </div>
  );
}
