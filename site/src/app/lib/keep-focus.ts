// What has the focus can vanish under the keyboard: its view is left, its
// button is done with, its dialog is closed. The browser then puts the focus on
// the body, from where every key goes nowhere and Tab starts over. Here it goes
// on at what is nearest to where it was.

import { focusRow } from "./place";

/** The id of the panel that shows a view. */
export const panelId = "panel";

/** The id of the start screen's button, where the next log is chosen. */
const chooseId = "choose";

/**
 * Keeps the focus off the body for as long as the page lives. The function
 * names the finding that the keyboard is on, where the list of them is shown.
 */
export function keepFocus(current: () => string | null): () => void {
  let last: Element | null = null;
  const note = (event: FocusEvent) => {
    last = event.target as Element;
  };
  const look = () => {
    // Whoever clicks beside everything has taken the focus away himself.
    if (document.activeElement !== document.body || !last || takesFocus(last)) return;
    if (!focusRow(current())) (document.getElementById(panelId) ?? document.getElementById(chooseId))?.focus({ preventScroll: true });
  };
  addEventListener("focusin", note);
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled", "hidden", "open"] });
  return () => {
    removeEventListener("focusin", note);
    observer.disconnect();
  };
}

function takesFocus(element: Element): boolean {
  return element.isConnected && !element.matches(":disabled") && element.checkVisibility();
}
