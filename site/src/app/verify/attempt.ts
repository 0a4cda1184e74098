// Tries a way out and tells how it ended.

import { Lacking, type Way } from "./ways";

export interface Verdict {
  way: string;
  /** "open" is what must not be: nothing refused it. */
  outcome: "refused" | "lacking" | "open";
  /** Why, in the browser's words where it has any. */
  reason: string;
}

/** How long a way has to be refused, in milliseconds. */
const patience = 1500;

/** The part of the document that tells of refusals. */
export type Watched = Pick<Document, "addEventListener" | "removeEventListener">;

/**
 * Tries one way. The address is one of its own, so that the policy's event is
 * known to be about it. It settles as soon as there is a refusal.
 */
export async function attempt(way: Way, url: string, watched: Watched = document, wait = patience): Promise<Verdict> {
  const verdict = (outcome: Verdict["outcome"], reason: string): Verdict => ({ way: way.name, outcome, reason });
  let violated: (v: Verdict) => void;
  const violation = new Promise<Verdict>((resolve) => (violated = resolve));
  const listen = (event: Event): void => {
    const { blockedURI, effectiveDirective, disposition } = event as SecurityPolicyViolationEvent;
    if (disposition === "enforce" && concerns(blockedURI, url, way.late === effectiveDirective)) violated(verdict("refused", `by the policy: ${effectiveDirective}`));
  };
  watched.addEventListener("securitypolicyviolation", listen);
  const tried = (async (): Promise<Verdict> => {
    try {
      await way.attempt(url);
    } catch (e) {
      if (e instanceof Lacking) return verdict("lacking", e.message);
      // An event of the policy may say more than the exception does.
      await new Promise((f) => setTimeout(f, wait / 15));
      return verdict("refused", e instanceof Error ? e.message : String(e));
    }
    await new Promise((f) => setTimeout(f, wait));
    return verdict("open", "nothing refused it");
  })();
  const late = new Promise<Verdict>((f) => setTimeout(f, 2 * wait, verdict("open", "it neither ended nor was it refused")));
  const result = await Promise.race([violation, tried, late]);
  watched.removeEventListener("securitypolicyviolation", listen);
  return result;
}

/**
 * Whether a policy's event is about an address: it names what the address
 * became, or, where that is allowed, its origin alone. An event that names
 * neither is no proof: it may be about a way that was tried before, and what
 * refuses text as code throws, too.
 */
function concerns(blocked: string, url: string, origin: boolean): boolean {
  const bare = (address: string): string => address.replace(/^(https?|wss?):/, "").replace(/\/$/, "");
  const place = bare(blocked);
  return place !== "" && (place === bare(url) || (origin && place === bare(new URL(url).origin)));
}
