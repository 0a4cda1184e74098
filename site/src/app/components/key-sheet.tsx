import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { bindings } from "../lib/keyboard";
import { useDispatch, useSelect } from "../state/store";
import { Icon } from "./icon";

/** The sheet of keys, as a modal dialog. */
export function KeySheet(): JSX.Element {
  const shown = useSelect((s) => s.keys);
  const dispatch = useDispatch();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (shown) dialog.current?.showModal();
    else dialog.current?.close();
  }, [shown]);
  const close = () => dispatch({ type: "keys", shown: false });
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="keys-title" onClose={close}>
      <header>
        <h2 id="keys-title">Keys</h2>
        <button type="button" class="button quiet" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
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
    </dialog>
  );
}
