import type { ComponentChildren, JSX } from "preact";

interface Props {
  id?: string;
  kind: string;
  label?: string;
  onSubmit(): void;
  children: ComponentChildren;
}

// Enter on these means something else.
const otherwise = new Set(["button", "checkbox", "file", "radio", "reset", "submit"]);

/**
 * A form whose button has the attribute data-submit. A sandboxed frame may not
 * submit forms, and the browser then says nothing to the page either: so Enter
 * in a field and the button are heard here.
 */
export function Form({ id, kind, label, onSubmit, children }: Props): JSX.Element {
  const submit = (form: HTMLFormElement) => {
    const button = form.querySelector<HTMLButtonElement>("[data-submit]");
    if (!button?.disabled && form.reportValidity()) onSubmit();
  };
  return (
    <form
      id={id}
      class={kind}
      aria-label={label}
      onClick={(e) => {
        if (e.target instanceof Element && e.target.closest("[data-submit]")) submit(e.currentTarget);
      }}
      onKeyDown={(e) => {
        if (e.key !== "Enter" || e.isComposing || !(e.target instanceof HTMLInputElement) || otherwise.has(e.target.type)) return;
        e.preventDefault();
        submit(e.currentTarget);
      }}
    >
      {children}
    </form>
  );
}
