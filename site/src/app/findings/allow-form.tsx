import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Allow, Finding } from "../../engine/types";
import { LogText } from "../components/log-text";
import { useController } from "../state/context";
import { withAllowed } from "../state/parameters";
import { useSelect } from "../state/store";

/** Makes an entry of an allow-list of a false positive, so that its like is set aside from now on. */
export function AllowForm({ finding }: { finding: Finding }): JSX.Element | null {
  const controller = useController();
  const rerunning = useSelect((s) => s.rerunning);
  const choices = choicesOf(finding);
  const [choice, choose] = useState(0);
  const [reason, setReason] = useState("");
  const [only, setOnly] = useState(true);
  const chosen = choices[choice];
  if (!chosen) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    const detections = only ? [finding.detector] : undefined;
    const entry = { value: chosen.value, reason: reason.trim(), ...(detections && { detections }) };
    void controller.reanalyze((from) => withAllowed(from, chosen.list, entry));
  };
  return (
    <form class="allow-form" onSubmit={submit}>
      <fieldset>
        <legend>Allow what made it, so that it is set aside from now on</legend>
        {choices.map(({ list, value }, i) => (
          <label>
            <input type="radio" name="allow" checked={i === choice} onChange={() => choose(i)} />
            {names[list]} <LogText text={value} most={80} />
          </label>
        ))}
      </fieldset>
      <label class="allow-only">
        <input type="checkbox" checked={only} onChange={(e) => setOnly(e.currentTarget.checked)} />
        for this detection only
      </label>
      <div class="allow-submit">
        <input
          id="allow-reason"
          type="text"
          required
          maxLength={500}
          placeholder="Why it is harmless"
          aria-label="Why it is harmless"
          value={reason}
          onInput={(e) => setReason(e.currentTarget.value)}
        />
        <button type="submit" class="button" id="allow" disabled={rerunning || reason.trim() === ""}>
          Allow
        </button>
      </div>
    </form>
  );
}

interface Choice {
  list: keyof Allow;
  value: string;
}

const names: Record<keyof Allow, string> = {
  users: "the user",
  networks: "the network",
  user_agents: "the user agent",
  applications: "the application",
  api_tokens: "the API token",
};

/** More addresses than these are nobody's office. */
const mostAddresses = 4;

function choicesOf({ actor, ips }: Finding): Choice[] {
  const list: Choice[] = [];
  const user = actor.alternate_id || actor.id;
  if (user !== "") list.push({ list: "users", value: user });
  for (const ip of new Set(ips.slice(0, mostAddresses))) {
    list.push({ list: "networks", value: ip + (ip.includes(":") ? "/128" : "/32") });
  }
  return list;
}
