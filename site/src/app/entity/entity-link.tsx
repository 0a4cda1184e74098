import type { JSX } from "preact";
import { LogText } from "../components/log-text";
import { plain } from "../lib/text";
import type { EntityKind } from "../state/state";
import { useDispatch } from "../state/store";

interface Props {
  kind: EntityKind;
  /** What stands for it in the log: a user's id, a session's id, an address, an application's id. */
  id: string;
  /** What is shown; its id where nothing else is given. */
  text?: string;
  /** Characters shown before the text is cut. */
  most?: number;
}

const nouns: Record<EntityKind, string> = { user: "user", session: "session", address: "address", application: "application" };

/** A value of the log that opens the page of the user, session, address or application that it stands for. */
export function EntityLink({ kind, id, text, most = 120 }: Props): JSX.Element {
  const dispatch = useDispatch();
  const shown = text || id;
  if (id === "") return <LogText text={shown} most={most} name />;
  return (
    <button
      type="button"
      class={`link entity-link ${kind}`}
      data-entity={kind}
      title={`Open the ${nouns[kind]} ${plain(id, 80)}`}
      onClick={() => dispatch({ type: "entity", entity: { kind, id } })}
    >
      {/* An address is read in one piece. */}
      <LogText text={shown} most={most} name={kind !== "address"} />
    </button>
  );
}
