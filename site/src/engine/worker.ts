// The script of every worker. The first message says which one it is.

import { runDecoder } from "./decoder";
import { runIntake } from "./intake";
import { OktaError, start } from "./okta";
import type { StartMessage } from "./protocol";

addEventListener(
  "message",
  async (event: MessageEvent<StartMessage>) => {
    const { role, module } = event.data;
    const failed = (e: unknown): void => {
      const error = e instanceof OktaError ? e : new OktaError("crashed", String(e));
      postMessage({ type: "failed", kind: error.kind, message: error.message });
    };
    try {
      const engine = await start(module, failed);
      if (role === "intake") runIntake(engine);
      else runDecoder(engine, failed);
      postMessage({ type: "started" });
    } catch (e) {
      failed(e);
    }
  },
  { once: true },
);
