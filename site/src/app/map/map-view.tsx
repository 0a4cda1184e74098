import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { refused, type MapAnswer, type MapQuestion } from "../../engine/query-types";
import type { Failure } from "../../engine/types";
import { Problem } from "../components/problem";
import { entityTitle } from "../entity/title";
import { count, plural } from "../lib/format";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { useSelect } from "../state/store";
import { LegTable } from "./leg-table";
import { PlaceTable } from "./place-table";
import { paceOf } from "./words";
import { WorldMap } from "./world-map";

type Scope = "log" | "query" | "entity";

/** Where events were and how people moved: a map, and its tables. */
export function MapView(): JSX.Element {
  const entity = useSelect((s) => s.entity);
  const query = useSelect((s) => s.query);
  const [scope, setScope] = useState<Scope>(entity ? "entity" : "log");
  const wanted: Scope = scope === "entity" && !entity ? "log" : scope;
  const { answer, failure } = useMap(wanted);
  const [only, setOnly] = useState(true);
  const [chosen, choose] = useState(-1);
  const legs = useMemo(() => (answer?.legs ?? []).filter((l) => !only || paceOf(l.speed_kmh) === "fast"), [answer, only]);
  useEffect(() => choose(-1), [answer, only]);
  return (
    <div class="page map-page">
      <header class="map-head">
        <h2>Places and travel</h2>
        <div class="segments" role="radiogroup" aria-label="Events on the map">
          <Segment label="Whole log" value="log" chosen={wanted} onChoose={setScope} />
          {query.trim() !== "" && <Segment label="Event table's query" value="query" chosen={wanted} onChoose={setScope} />}
          {entity && <Segment label={entityTitle(entity)} value="entity" chosen={wanted} onChoose={setScope} />}
        </div>
        <label class="map-only">
          <input type="checkbox" id="map-fast-only" checked={only} onChange={(e) => setOnly(e.currentTarget.checked)} />
          only ways faster than any airliner
        </label>
      </header>
      {failure && <Problem what="The map could not be made" failure={failure} />}
      {answer && answer.places.length === 0 && (
        <p class="placeholder">
          No event has coordinates. Okta locates most addresses; a log that was filtered or joined may have lost the columns of the geographical context.
        </p>
      )}
      {answer && answer.places.length > 0 && (
        <>
          <WorldMap places={answer.places} legs={legs} chosen={chosen} onChoose={choose} />
          <p class="hint">
            {plural(answer.places_total, "place")}, {plural(answer.legs_total, "way")} between places 50 km and more apart
            {answer.legs_total > answer.legs.length && `, of which the fastest ${count(answer.legs.length)} are here`}
            {answer.unplaced > 0 && `; ${plural(answer.unplaced, "event")} without coordinates`}. A place is where the address was located: a VPN moves
            people faster than any airliner.
          </p>
          <LegTable legs={legs} places={answer.places} chosen={chosen} onChoose={choose} only={only} />
          <PlaceTable places={answer.places} />
        </>
      )}
    </div>
  );
}

interface SegmentProps {
  label: string;
  value: Scope;
  chosen: Scope;
  onChoose: (scope: Scope) => void;
}

function Segment({ label, value, chosen, onChoose }: SegmentProps): JSX.Element {
  return (
    <label class="segment">
      <input type="radio" name="map-scope" value={value} checked={chosen === value} onChange={() => onChoose(value)} />
      <span>{label}</span>
    </label>
  );
}

function useMap(scope: Scope): { answer: MapAnswer | null; failure: Failure | null } {
  const controller = useController();
  const result = useSelect((s) => s.result);
  const entity = useSelect((s) => s.entity);
  const query = useSelect((s) => s.query);
  const range = useSelect((s) => s.range);
  const [state, set] = useState<{ answer: MapAnswer | null; failure: Failure | null }>({ answer: null, failure: null });
  useEffect(() => {
    let stale = false;
    const ask = async (): Promise<MapAnswer> => {
      let question: MapQuestion = { whole: true, ...range };
      if (scope === "entity" && entity) question = { ...entity, ...range };
      if (scope === "query") {
        const answered = await controller.engine.query({ text: query, ...range });
        if (refused(answered)) throw { kind: "unreadable", message: answered.error.message };
        question = {};
      }
      const answer = await controller.engine.map(question);
      if (refused(answer)) throw { kind: "unreadable", message: answer.error.message };
      return answer;
    };
    ask().then(
      (answer) => !stale && set({ answer, failure: null }),
      (reason: unknown) => !stale && set({ answer: null, failure: failureOf(reason) }),
    );
    return () => {
      stale = true;
    };
  }, [scope, scope === "entity" ? entity : null, scope === "query" ? query : "", range, result]);
  return state;
}
