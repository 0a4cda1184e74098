// A decoder worker: has the pieces of files that the intake asks for read, has
// the engine decode them and sends the results back.

import type { Job, Running } from "./okta";
import type { DecoderRequest, PieceReply, PieceRequest, PortReply, PortRequest } from "./protocol";

/** Works for the intake at the other end of the port that the page sends. */
export function runDecoder({ okta, checked }: Running, failed: (e: unknown) => void): void {
  addEventListener("message", (event: MessageEvent<DecoderRequest>) => {
    const { port, reader } = event.data;
    const pieces = new Pieces(reader);
    const files = new Map<number, File>();
    const reply = (message: PortReply, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

    const work = async (job: Job, data: Promise<Uint8Array<ArrayBuffer>>): Promise<void> => {
      let bytes: Uint8Array<ArrayBuffer>;
      try {
        bytes = await data;
      } catch (e) {
        reply({ type: "unread", job: job.number, why: String(e) });
        return;
      }
      const { result } = checked(okta.decode(job, bytes));
      pieces.free(bytes.buffer);
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
      const data = job.data ? Promise.resolve(job.data) : pieces.read(files.get(job.file)!.slice(job.from, job.to));
      data.catch(() => undefined); // told when its turn comes
      before = before.then(() => work(job, data)).catch(failed);
    };
  });
}

/** Pieces of files as the reader reads them, into buffers that are used again. */
class Pieces {
  readonly #reader: MessagePort;
  readonly #waiting: ((reply: PieceReply) => void)[] = [];
  readonly #buffers: ArrayBuffer[] = [];

  constructor(reader: MessagePort) {
    this.#reader = reader;
    reader.onmessage = (event: MessageEvent<PieceReply>) => this.#waiting.shift()?.(event.data);
  }

  /** The bytes of a piece; rejects with the reason as a text. */
  read(piece: Blob): Promise<Uint8Array<ArrayBuffer>> {
    const buffer = this.#buffers.pop();
    this.#reader.postMessage({ piece, buffer } satisfies PieceRequest, buffer ? [buffer] : []);
    return new Promise((resolve, reject) => {
      this.#waiting.push((reply) => ("bytes" in reply ? resolve(reply.bytes) : reject(reply.why)));
    });
  }

  /** Takes a buffer back that is done with. */
  free(buffer: ArrayBuffer): void {
    if (this.#buffers.length < 2) this.#buffers.push(buffer);
  }
}
