// The page's one Trusted Types policy. Its policy header names it and allows
// no second one, so this file is the only place where text becomes a script's
// address.

/** A script address that a Trusted Types browser accepts. */
export interface TrustedScriptURL {
  toString(): string;
}

interface Policy {
  createScriptURL(url: string): TrustedScriptURL;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

// Only a blob that this document made is a script of ours: a network or data
// address is refused here, before the content policy refuses it too.
function onlyBlob(url: string): string {
  if (!url.startsWith("blob:")) throw new TypeError(`script address "${url}": only blob: is allowed`);
  return url;
}

const policy = factory?.createPolicy("okta-session-analyzer", { createScriptURL: onlyBlob });

/**
 * The address of a worker's script, for `new Worker`. The value is a
 * TrustedScriptURL where the browser has Trusted Types and the address itself
 * elsewhere; it is typed as the string that the DOM's types ask for. Throws a
 * TypeError when the address is not that of a blob.
 */
export function scriptURL(blobUrl: string): string {
  return (policy?.createScriptURL(blobUrl) ?? onlyBlob(blobUrl)) as string;
}
