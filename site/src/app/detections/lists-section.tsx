import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Report } from "../../engine/types";
import { Form } from "../components/form";
import { useSelect } from "../state/store";
import { HoursForm } from "./hours-form";
import { ListEditor } from "./list-editor";
import { listsOf } from "./lists";
import { useNeeds } from "./use-needs";

const legalName = /^[\w.-]{1,100}$/;

/** The working hours, and the lists that rules ask for. */
export function ListsSection({ report }: { report: Report }): JSX.Element {
  const configuration = useSelect((s) => s.configuration);
  const needs = useNeeds();
  const [typed, setTyped] = useState("");
  const [added, setAdded] = useState<readonly string[]>([]);
  const lists = listsOf(needs, configuration);
  const more = added.filter((name) => !lists.some((l) => l.name === name));
  const all = [...lists, ...more.map((name) => ({ name, purpose: "", detections: [], values: [] }))];
  const detectors = new Map(report.detectors.map((d) => [d.id, d]));
  const name = typed.trim();
  const add = () => {
    if (!legalName.test(name)) return;
    if (!all.some((l) => l.name === name)) setAdded([...added, name]);
    setTyped("");
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-list="${CSS.escape(name)}"] textarea`)?.focus());
  };
  return (
    <>
      <HoursForm />
      <section class="group" aria-labelledby="lists-title">
        <h2 id="lists-title">Lists</h2>
        <p class="muted prose">What rules ask for by name. A rule whose list is not there cannot look.</p>
        <div class="list-editors">
          {all.map((list) => (
            <ListEditor key={list.name} list={list} detectors={detectors} />
          ))}
        </div>
        <Form kind="add-list" onSubmit={add}>
          <label>
            A list for a rule of your own
            <input id="list-name" type="text" placeholder="name_of_the_list" value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
          </label>
          <button type="button" data-submit class="button" disabled={!legalName.test(name)}>
            Add
          </button>
        </Form>
      </section>
    </>
  );
}
