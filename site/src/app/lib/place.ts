// Where things are in the document, for the keys that move between them.

/** The id of the field that filters findings by text. */
export const searchId = "filter-text";
/** The id of the list of findings. */
export const listId = "finding-list";
/** The id of the open finding's detail. */
export const detailId = "finding-detail";

/** The width from which the open finding is shown beside the list; findings.css has the same. */
export const besideQuery = "(min-width: 68rem)";

/** Whether the open finding is shown beside the list, not inside it. */
export function beside(): boolean {
  return matchMedia(besideQuery).matches;
}

/** Moves the focus to a finding's row and returns whether there is one. */
export function focusRow(id: string | null): boolean {
  if (id === null) return false;
  const item = document.querySelector(`#${listId} [data-finding="${CSS.escape(id)}"]`);
  if (!item) return false;
  item.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  return true;
}

/** Moves the focus to the open finding's detail. */
export function focusDetail(): void {
  document.getElementById(detailId)?.focus({ preventScroll: true });
}

/** Whether an element is in the list of findings, but not in a detail that is open inside it. */
export function inList(element: Element | null): boolean {
  return element !== null && element.closest(`#${listId}`) !== null && element.closest(`#${detailId}`) === null;
}
