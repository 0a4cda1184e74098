import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../engine/types";
import { useController } from "../state/context";
import { failureOf } from "../state/controller";
import { targetFields } from "./detail-groups";
import type { Lookup } from "./entities";
import type { Fields } from "./use-fields";

/** An event with all that the log has of it. */
export interface Detail {
  uuid: string;
  /** Milliseconds UTC. */
  time: number;
  of: Lookup;
}

export interface Opened {
  /** The uuid of the event that is open, "" for none. */
  uuid: string;
  /** Absent until it is fetched; meanwhile the one before may be shown. */
  detail: Detail | null;
  failure: Failure | null;
  /** Opens the event of a row of the current result; `uuid` says which it has to be. */
  open(row: number, uuid: string): void;
  close(): void;
}

/** Keeps one event open. It stays open when the result changes. */
export function useDetail(fields: Fields): Opened {
  const { engine } = useController();
  const [uuid, setUuid] = useState("");
  const [detail, setDetail] = useState<Detail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wanted = useRef("");
  const open = (row: number, id: string) => {
    if (wanted.current === id) return;
    wanted.current = id;
    setUuid(id);
    setFailure(null);
    const names = [...fields.names, ...targetFields()];
    engine.rows({ from: row, to: row + 1, fields: names }).then(
      ({ rows }) => {
        const found = rows[0];
        // Another result may have become the current one in between.
        if (wanted.current !== id || !found || found[0] !== id) return;
        const [, time, ...values] = found;
        const map = new Map(names.map((name, i) => [name, values[i] ?? ""]));
        setDetail({ uuid: id, time, of: (field) => map.get(field) ?? "" });
      },
      (reason: unknown) => wanted.current === id && setFailure(failureOf(reason)),
    );
  };
  const close = () => {
    wanted.current = "";
    setUuid("");
    setDetail(null);
    setFailure(null);
  };
  // The fields were not known yet: what was fetched without them is fetched anew.
  useEffect(() => {
    if (wanted.current !== "" && detail === null) wanted.current = "";
  }, [fields]);
  return { uuid, detail, failure, open, close };
}
