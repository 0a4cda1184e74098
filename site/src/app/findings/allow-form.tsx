import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Allow, Finding, TextFault } from "../../engine/types";
import { Form } from "../components/form";
import { LogText } from "../components/log-text";
import { Faults } from "../detections/faults";
import { useController } from "../state/context";
import { useSelect } from "../state/store";

/** Makes an entry of an allow-list of a false positive, so that its like is set aside from now on. */
export function AllowForm({ finding }: { finding: Finding }): JSX.Element | null {
  const { settings } = useController();
  const [faults, setFaults] = useState<readonly TextFault[]>([]);
  const rerunning = useSelect((s) => s.rerunning);
  const choices = choicesOf(finding);
  const [choice, choose] = useState(0);
  const [reason, setReason] = useState("");
  const [only, setOnly] = useState(true);
  const chosen = choices[choice];
  if (!chosen) return null;
  const submit = async () => {
    const detections = only ? [finding.detector] : undefined;
    const entry = { value: chosen.value, reason: reason.trim(), ...(detections && { detections }) };
    setFaults(await settings.allow(chosen.list, entry));
  };
  return (
    <Form kind="allow-form" onSubmit={() => void submit()}>
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
        <button type="button" data-submit class="button" id="allow" disabled={rerunning || reason.trim() === ""}>
          Allow
        </button>
      </div>
      {faults.length > 0 && <Faults faults={faults} />}
    </Form>
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
