// Reading what was dropped, alike in the shell and in the frame.

export interface Dropped {
  files: File[];
  /** Names of folders, which are not read. */
  folders: string[];
}

/**
 * The files of a drop, apart from the folders: a folder arrives as a File of
 * its own that fails only when it is read. Call it inside the drop event, the
 * browser empties the transfer afterwards.
 */
export function dropped(transfer: DataTransfer): Dropped {
  const result: Dropped = { files: [], folders: [] };
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) result.folders.push(entry.name);
    else if (file) result.files.push(file);
  }
  return result;
}

/** Whether a drag carries files, rather than text or a link. */
export function carriesFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer !== null && transfer.types.includes("Files");
}

/**
 * Takes drops anywhere in this document. Every drag is claimed, files or not:
 * the browser's own answer to a dropped file or link is to open it in place
 * of the page.
 */
export function onDrop(take: (dropped: Dropped) => void, over: (files: boolean) => void = () => {}): void {
  const claim = (event: DragEvent): void => {
    event.preventDefault();
    const files = carriesFiles(event.dataTransfer);
    if (event.dataTransfer) event.dataTransfer.dropEffect = files ? "copy" : "none";
    over(files);
  };
  addEventListener("dragenter", claim);
  addEventListener("dragover", claim);
  addEventListener("dragleave", (event) => {
    // Leaving one element for another inside the page has a relatedTarget.
    if (event.relatedTarget === null) over(false);
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (carriesFiles(event.dataTransfer)) take(dropped(event.dataTransfer));
  });
}
