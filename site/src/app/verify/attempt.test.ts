import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt } from "./attempt";
import { Lacking } from "./ways";

/** A document that tells of one violation when a way is tried. */
function watched() {
  const target = new EventTarget();
  const violate = (blockedURI: string, effectiveDirective = "connect-src", disposition = "enforce") =>
    target.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), { blockedURI, effectiveDirective, disposition }));
  return { target: target as unknown as Document, violate };
}

const url = "https://nowhere.invalid/7";

test("what is thrown is a refusal", async () => {
  const { target } = watched();
  const v = await attempt({ name: "w", attempt: () => Promise.reject(new TypeError("no")) }, url, target, 20);
  assert.deepEqual(v, { way: "w", outcome: "refused", reason: "no" });
});

test("the policy's event is a refusal, of this address only", async () => {
  const { target, violate } = watched();
  const told = (blocked: string) => attempt({ name: "w", attempt: () => violate(blocked, "img-src") }, url, target, 20);
  assert.equal((await told(url)).reason, "by the policy: img-src");
  assert.equal((await told("https://nowhere.invalid")).outcome, "open");
  assert.equal((await told("https://nowhere.invalid/77")).outcome, "open");
  assert.equal((await told("wss://nowhere.invalid/7")).outcome, "refused");
  assert.equal((await told("https://elsewhere.invalid/7")).outcome, "open");
  assert.equal((await told("")).outcome, "open");
  assert.equal((await told("trusted-types-sink")).outcome, "open");
});

test("an event of the origin alone counts where it is that of the way's directive", async () => {
  const { target, violate } = watched();
  const told = (directive: string) =>
    attempt({ name: "w", late: "frame-src", attempt: () => violate("https://nowhere.invalid", directive) }, url, target, 20);
  assert.equal((await told("frame-src")).outcome, "refused");
  assert.equal((await told("img-src")).outcome, "open");
});

test("a policy that only reports refuses nothing", async () => {
  const { target, violate } = watched();
  const v = await attempt({ name: "w", attempt: () => violate(url, "img-src", "report") }, url, target, 20);
  assert.equal(v.outcome, "open");
});

test("what works, and what never ends, is open", async () => {
  const { target } = watched();
  assert.equal((await attempt({ name: "w", attempt: () => undefined }, url, target, 20)).outcome, "open");
  assert.equal((await attempt({ name: "w", attempt: () => new Promise(() => undefined) }, url, target, 20)).outcome, "open");
});

test("what the browser lacks is told apart", async () => {
  const { target } = watched();
  const lacking = () => {
    throw new Lacking("there is no X here");
  };
  assert.equal((await attempt({ name: "w", attempt: lacking }, url, target, 20)).outcome, "lacking");
});
