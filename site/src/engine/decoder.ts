// A decoder worker: reads the pieces of files that the intake asks for, has the
// engine decode them and sends the results back.

import type { Job, Running } from "./okta";
import type { DecoderRequest, PortReply, PortRequest } from "./protocol";

/** Works for the intake at the other end of the port that the page sends. */
export function runDecoder({ okta, checked }: Running, failed: (e: unknown) => void): void {
  addEventListener("message", (event: MessageEvent<DecoderRequest>) => {
    const { port } = event.data;
    const files = new Map<number, File>();
    const reply = (message: PortReply, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

    const work = async (job: Job, data: Promise<ArrayBuffer>): Promise<void> => {
      let bytes: ArrayBuffer;
      try {
        bytes = await data;
      } catch (e) {
        reply({ type: "unread", job: job.number, why: String(e) });
        return;
      }
      const { result } = checked(okta.decode(job, new Uint8Array(bytes)));
      reply({ type: "result", job: job.number, result }, [result.buffer]);
    };

    // The next piece is read while one is decoded: reading starts when the job
    // arrives, decoding when those before are done.
    let before = Promise.resolve();
    port.onmessage = (event: MessageEvent<PortRequest>) => {
      const message = event.data;
      if (message.type === "file") {
        if (message.file) files.set(message.number, message.file);
        try {
          checked(okta.layout(message.number, message.head));
        } catch (e) {
          failed(e);
        }
        return;
      }
      const { job } = message;
      const data = job.data ? Promise.resolve(job.data.buffer) : files.get(job.file)!.slice(job.from, job.to).arrayBuffer();
      data.catch(() => undefined); // told when its turn comes
      before = before.then(() => work(job, data)).catch(failed);
    };
  });
}
