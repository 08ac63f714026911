import { expect, it } from "vitest";
import { explainFailure } from "./failures.mjs";
import { nodeComplaint } from "./node-version.mjs";

it.each([
  ["npm error network request failed, reason: getaddrinfo EAI_AGAIN registry", "needs the network"],
  ["npm error connect ECONNREFUSED 127.0.0.1:443", "needs the network"],
  ["Error: ENOSPC: no space left on device, write", "The disk is full: /srv/x needs about 1 GB"],
  ["error TS5033: Could not write file 'dist/a.js': EACCES: permission denied", "The folder /srv/x is not writable"],
  ["npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync", "do not fit together"],
  ["Error: spawn npm ENOENT", "npm is not there"],
])("%s is said in a sentence that tells what to do", (output, sentence) => {
  expect(explainFailure(output, "/srv/x")).toContain(sentence);
});

it("a full disk is named even when the network failed too", () => {
  expect(explainFailure("ECONNRESET … ENOSPC", "/srv/x")).toContain("disk is full");
});

it("output that tells nothing known is not explained", () => {
  expect(explainFailure("src/a.ts(1,1): error TS2304", "/srv/x")).toBeUndefined();
});

it.each(["18.20.4", "20.18.3", "8.0.0"])("Node %s is too old, and the sentence says what is needed", (version) => {
  expect(nodeComplaint(version)).toBe(`Cofounder needs Node 20.19 or newer, and this is Node ${version}. Install a newer Node and start again.`);
});

it.each(["20.19.0", "20.20.2", "22.1.0", "24.0.0"])("Node %s is new enough", (version) => {
  expect(nodeComplaint(version)).toBeUndefined();
});
