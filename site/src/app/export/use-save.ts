import { useEffect, useRef, useState } from "preact/hooks";
import { download } from "../lib/download";
import { failureOf } from "../state/controller";

/** What is being made, or what came of it. */
export type Saving =
  | { state: "idle" }
  | { state: "busy"; text: string; done: number; of: number }
  | { state: "saved"; name: string; bytes: number }
  | { state: "failed"; message: string };

/** What makes a file can tell how far it is; it throws when nobody waits any more. */
export type Report = (text: string, done?: number, of?: number) => void;

export interface Save {
  saving: Saving;
  /** Makes a file and hands it to the browser. */
  save(name: string, type: string, make: (tell: Report) => Promise<Blob>): Promise<void>;
  cancel(): void;
  /** Forgets what was saved: something else is chosen now. */
  clear(): void;
}

/** Makes files one at a time, with progress and an end before the end. Leaving the dialog ends it, too. */
export function useSave(): Save {
  const [saving, set] = useState<Saving>({ state: "idle" });
  const job = useRef(0);
  useEffect(() => () => void job.current++, []);
  const save: Save["save"] = async (name, type, make) => {
    const mine = ++job.current;
    const tell: Report = (text, done = 0, of = 0) => {
      if (mine !== job.current) throw { kind: "cancelled", message: "it was cancelled" };
      set({ state: "busy", text, done, of });
    };
    try {
      tell("Writing the file");
      const file = await make(tell);
      if (mine !== job.current) return;
      download(name, type, file);
      set({ state: "saved", name, bytes: file.size });
    } catch (reason) {
      if (mine === job.current) set({ state: "failed", message: failureOf(reason).message });
    }
  };
  const stop = () => {
    job.current++;
    set({ state: "idle" });
  };
  return { saving, save, cancel: stop, clear: () => saving.state !== "busy" && stop() };
}
