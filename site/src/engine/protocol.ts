// The messages between the page, its intake worker, its decoder workers and the
// reader, which reads files for these.

import type { Job } from "./okta";

/** The first message to a worker; everything else comes after its "started". */
export type StartMessage = { type: "start" } & ({ role: "intake" | "decoder"; module: WebAssembly.Module } | { role: "hasher" | "reader" });

/** The questions about the events of the log; see analyzer/query/door.go. */
export type QueryName = "query" | "rows" | "histogram" | "top" | "entity" | "position" | "fields" | "suggest" | "map";

/** Exports and what they need; see wasm/export.go. */
export type ExportName = "export" | "exportEvents" | "redactPreview" | "redactFields" | "saved";

/** Settings and rules that are not in force yet; see wasm/try.go. */
export type SettingsName = "check" | "needs" | "try";

/** page -> intake */
export type IntakeRequest =
  | { type: "warm"; data: Uint8Array }
  | { type: "load"; files: readonly File[]; ports: MessagePort[]; configuration: string }
  | { type: "call"; id: number; name: "report" | "events" | "record" | QueryName | ExportName | SettingsName; argument: string }
  | { type: "hash"; id: number; source: number; sha256: string };

/**
 * intake -> page. Behind the parts of a report comes its head, as "loaded" or
 * as the answer to the call that the report was made by.
 */
export type IntakeReply =
  | { type: "started" }
  | { type: "progress"; phase: "reading" | "analyzing"; bytes: number; events: number; rejected: number }
  | { type: "part"; part: Uint8Array<ArrayBuffer> }
  | { type: "loaded"; head: Uint8Array<ArrayBuffer> }
  | { type: "answer"; id: number; answer: unknown }
  | { type: "failed"; id?: number; kind: string; message: string };

/** page -> decoder: the ports to the intake that it shall work for, and to the reader. */
export type DecoderRequest = { type: "work"; port: MessagePort; reader: MessagePort };

/** page -> reader: the port to a decoder. */
export type ReaderRequest = { port: MessagePort };

/** decoder -> reader, on the port: a piece of a file, and a buffer that is free. */
export type PieceRequest = { piece: Blob; buffer?: ArrayBuffer };

/** reader -> decoder, on the port, in the order of the requests. */
export type PieceReply = { bytes: Uint8Array<ArrayBuffer> } | { why: string };

/** decoder -> page */
export type DecoderReply = { type: "started" } | { type: "failed"; kind: string; message: string };

/** page -> hasher */
export interface HashRequest {
  type: "sha256";
  file: File;
}

/** hasher -> page */
export type HashReply = { type: "sha256"; hex: string } | { type: "failed"; kind: string; message: string };

/** intake -> decoder, on the port. `file` is absent when jobs bring their data. */
export type PortRequest = { type: "file"; number: number; file?: File; head: Uint8Array } | { type: "job"; job: Job };

/** decoder -> intake, on the port */
export type PortReply =
  | { type: "result"; job: number; result: Uint8Array<ArrayBuffer> }
  | { type: "unread"; job: number; why: string };
