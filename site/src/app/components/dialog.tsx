import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { DialogId } from "../state/state";
import { useDispatch, useSelect } from "../state/store";
import { Icon } from "./icon";

interface Props {
  id: DialogId;
  title: string;
  /** A class for the dialog's width and inside. */
  kind?: string;
  children: ComponentChildren;
}

/**
 * A modal dialog of the page, shown while the state says so. The browser keeps
 * the focus inside and gives it back; Escape closes it. What has the attribute
 * data-autofocus has the focus first, or else the button that closes it.
 */
export function Dialog({ id, title, kind = "", children }: Props): JSX.Element {
  const shown = useSelect((s) => s.dialog === id);
  const dispatch = useDispatch();
  const dialog = useRef<HTMLDialogElement>(null);
  // With the rendering, not after the frame: a late close event of the time
  // before must not find a dialog that is to be shown and is not open yet.
  useLayoutEffect(() => {
    if (!shown) return dialog.current?.close();
    dialog.current?.showModal();
    // The browser refuses the attribute of that name in a frame of another origin.
    dialog.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [shown]);
  const close = () => dispatch({ type: "dialog", dialog: null });
  return (
    <dialog
      ref={dialog}
      class={`sheet ${kind}`}
      id={`dialog-${id}`}
      aria-labelledby={`dialog-${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // It is told of late: the dialog may be open again by then.
      onClose={() => shown && !dialog.current?.open && close()}
    >
      <header>
        <h2 id={`dialog-${id}-title`}>{title}</h2>
        <button type="button" class="button quiet" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {shown && children}
    </dialog>
  );
}
