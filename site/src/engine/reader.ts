// The reader: reads pieces of files for the decoders, which are busy while the
// next piece comes.
//
// It reads into buffers that come back to be used again. A new buffer for each
// piece is garbage that a browser lets pile up: a log of 700 MB took 300 MB more.

import type { PieceReply, PieceRequest, ReaderRequest } from "./protocol";

/** Serves the decoder at the other end of each port that the page sends. */
export function runReader(): void {
  addEventListener("message", (event: MessageEvent<ReaderRequest>) => {
    const { port } = event.data;
    const reply = (message: PieceReply, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
    let before = Promise.resolve();
    port.onmessage = ({ data: { piece, buffer } }: MessageEvent<PieceRequest>) => {
      before = before
        .then(() => readPiece(piece, buffer))
        .then(
          (bytes) => reply({ bytes }, [bytes.buffer]),
          (e: unknown) => reply({ why: String(e) }),
        );
    };
  });
}

/**
 * The bytes of a piece, in the buffer if it is given and large enough. Rejects
 * where there are fewer than the piece has: no record is lost in silence.
 */
export async function readPiece(piece: Blob, buffer = new ArrayBuffer(0)): Promise<Uint8Array<ArrayBuffer>> {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = piece.stream().getReader({ mode: "byob" });
  } catch {
    // A browser whose files have no streams of bytes.
    return new Uint8Array(await piece.arrayBuffer());
  }
  if (buffer.byteLength < piece.size) buffer = new ArrayBuffer(piece.size);
  let length = 0;
  while (length < piece.size) {
    const { value, done } = await reader.read(new Uint8Array(buffer, length, piece.size - length));
    if (value) buffer = value.buffer;
    if (done) throw new Error(`the file ended ${piece.size - length} bytes before its end`);
    length += value.byteLength;
  }
  return new Uint8Array(buffer, 0, length);
}
