// Printing. The browser prints of a frame what its window shows, so the view is
// laid out for paper first (styles/comfort.css) and the shell makes the frame
// as high as that is.

import { sendPrint } from "../../shell/frame";

/** Prints the view that is on screen. */
export async function printView(): Promise<void> {
  const { dataset } = document.documentElement;
  dataset.paper = "";
  await sendPrint(Math.ceil(document.body.scrollHeight));
  delete dataset.paper;
}

/** Whether a key press is the browser's own for printing. */
export function isPrintKey({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): boolean {
  return key.toLowerCase() === "p" && (ctrlKey || metaKey) && !altKey;
}
