import type { JSX } from "preact";
import { tableKeys } from "../events/actions";
import { bindings } from "../lib/keyboard";
import { Dialog } from "./dialog";

/** The sheet of keys. */
export function KeySheet(): JSX.Element {
  return (
    <Dialog id="keys" title="Keys">
      <Keys list={bindings.filter((b) => b.title !== "")} />
      <h3>In the event table</h3>
      <Keys list={tableKeys} />
    </Dialog>
  );
}

function Keys({ list }: { list: readonly { shown: readonly string[]; title: string }[] }): JSX.Element {
  return (
    <dl>
      {list.map((b) => (
        <div>
          <dt>
            {b.shown.map((key) => (
              <kbd>{key}</kbd>
            ))}
          </dt>
          <dd>{b.title}</dd>
        </div>
      ))}
    </dl>
  );
}
