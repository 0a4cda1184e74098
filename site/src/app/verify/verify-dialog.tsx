import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { sha256 } from "../../engine/pool";
import { Dialog } from "../components/dialog";
import { Icon } from "../components/icon";
import { LogText } from "../components/log-text";
import { plural } from "../lib/format";
import { useSelect } from "../state/store";
import { attempt, type Verdict } from "./attempt";
import { ways } from "./ways";

/** What there is to check that nothing leaves the page: its version, its hash, its policy, and a trial. */
export function VerifyDialog(): JSX.Element {
  return (
    <Dialog id="verify" title="Nothing leaves this page" kind="verify">
      <Version />
      <Policy />
      <Trial />
    </Dialog>
  );
}

const commands = [
  ["Linux", "sha256sum index.html"],
  ["macOS", "shasum -a 256 index.html"],
  ["Windows", "certutil -hashfile index.html SHA256"],
] as const;

function Version(): JSX.Element {
  const version = useSelect((s) => s.result?.report.tool.version);
  const [sum, setSum] = useState<{ name: string; hash: string } | null>(null);
  const hash = async (file: File | undefined) => {
    if (!file) return;
    const name = file.name;
    setSum({ name, hash: "…" });
    setSum({ name, hash: await sha256(file, new AbortController().signal).catch((e: unknown) => `it cannot be read: ${String(e)}`) });
  };
  return (
    <section>
      <h3>Is it the page that was published?</h3>
      <p>
        {version ? `Version ${version}. ` : ""}Compare the SHA-256 of the file with the one beside the release. A page cannot read
        the file it came from, so compute it outside, or choose the file here:
      </p>
      <dl class="commands">
        {commands.map(([system, command]) => (
          <div>
            <dt>{system}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <input
          type="file"
          id="verify-file"
          accept=".html"
          aria-label="The page's file"
          onChange={(e) => void hash(e.currentTarget.files?.[0])}
        />
      </p>
      {sum && (
        <p role="status" class="mono" id="verify-hash">
          <LogText text={sum.name} most={80} /> {sum.hash}
        </p>
      )}
    </section>
  );
}

const meanings: Record<string, string> = {
  "default-src": "anything that is not named below: nothing",
  "script-src": "scripts: those inside the file, known by their hashes; and the engine's WebAssembly",
  "style-src": "styles: those inside the file",
  "worker-src": "workers: only from memory; they are under the same policy",
  "img-src": "pictures: only those written out inside the document",
  "connect-src": "connections: none",
  "frame-src": "frames: none from an address",
  "base-uri": "no other base for addresses",
  "form-action": "forms go nowhere",
  "require-trusted-types-for": "text never becomes script",
  "trusted-types": "one rule turns text into a script's address, and only for memory",
};

function Policy(): JSX.Element {
  const policy = document.querySelector<HTMLMetaElement>("meta[http-equiv='Content-Security-Policy']")?.content ?? "";
  return (
    <section>
      <h3>The policy in force</h3>
      <p>
        The browser itself enforces it for everything in this page. On top of it the application runs in a sandbox: it cannot
        navigate, open windows or submit forms, and WebRTC, over which no policy has a say, is taken away.
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Content security policy">
        <table id="verify-policy">
          <tbody>
            {policy.split("; ").map((directive) => {
              const [name, ...rest] = directive.split(" ");
              return (
                <tr>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    <code>{rest.join(" ")}</code>
                  </td>
                  <td>{meanings[name!] ?? ""}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

// A name that no one can own (RFC 2606).
const nowhere = "https://okta-session-analyzer.invalid/";

function Trial(): JSX.Element {
  const [verdicts, setVerdicts] = useState<readonly Verdict[]>([]);
  const [running, setRunning] = useState(false);
  const [address, setAddress] = useState(nowhere);
  const mounted = useRef(true);
  useEffect(() => () => void (mounted.current = false), []);
  const run = async () => {
    setRunning(true);
    setVerdicts([]);
    for (const [n, way] of ways.entries()) {
      const verdict = await attempt(way, `${address}${n}`);
      if (!mounted.current) return;
      setVerdicts((list) => [...list, verdict]);
    }
    setRunning(false);
  };
  const open = verdicts.filter((v) => v.outcome === "open").length;
  const done = !running && verdicts.length === ways.length;
  return (
    <section>
      <h3>Try it</h3>
      <p>
        Has the page try to send a byte in {ways.length} ways and shows how each is refused. Watch the network panel of the
        browser's developer tools meanwhile. Ways that would take the page away when they are refused are left to its tests.
      </p>
      <div class="trial">
        <label>
          to{" "}
          <input id="verify-address" type="url" value={address} disabled={running} onInput={(e) => setAddress(e.currentTarget.value)} />
        </label>
        <button type="button" class="button primary" id="verify-run" disabled={running} onClick={() => void run()}>
          {running ? `Trying ${verdicts.length + 1} of ${ways.length}…` : "Try to send a byte"}
        </button>
      </div>
      <p role="status" id="verify-result" data-open={done ? open : undefined} class={open > 0 ? "bad" : ""}>
        {done &&
          (open === 0
            ? `Every way was refused or is not there: ${plural(verdicts.length, "way")}.`
            : `${plural(open, "way")} not refused. Do not use this page; report it.`)}
      </p>
      <ul class="verdicts">
        {verdicts.map((v) => (
          <li class={v.outcome} data-way={v.way} data-outcome={v.outcome}>
            <Icon name={v.outcome === "open" ? "warning" : "check"} />
            <span class="verdict-way">{v.way}</span>
            <span class="muted">{v.reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
