import type { JSX } from "preact";
import { bindings } from "../lib/keyboard";
import { Dialog } from "./dialog";

/** The sheet of keys. */
export function KeySheet(): JSX.Element {
  return (
    <Dialog id="keys" title="Keys">
      <dl>
        {bindings
          .filter((b) => b.title !== "")
          .map((b) => (
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
    </Dialog>
  );
}
