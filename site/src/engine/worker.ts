// The script of every worker. The first message says which one it is.

import { runDecoder } from "./decoder";
import { runIntake } from "./intake";
import { runHasher } from "./hasher";
import { runReader } from "./reader";
import { asOktaError, startEngine } from "./okta";
import type { StartMessage } from "./protocol";

addEventListener(
  "message",
  async (event: MessageEvent<StartMessage>) => {
    const start = event.data;
    const failed = (e: unknown): void => {
      const { kind, message } = asOktaError(e);
      postMessage({ type: "failed", kind, message });
    };
    try {
      if ("module" in start) {
        const engine = await startEngine(start.module, failed);
        if (start.role === "intake") runIntake(engine);
        else runDecoder(engine, failed);
      } else if (start.role === "hasher") {
        runHasher();
      } else {
        runReader();
      }
      postMessage({ type: "started" });
    } catch (e) {
      failed(e);
    }
  },
  { once: true },
);
